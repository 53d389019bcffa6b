/**
 * Nodes as text: what is copied is JSON that can be pasted into another app, another window, a chat
 * or a file, and back. Pasted nodes get new ids, and what they say of each other follows.
 */
import type { AppMode, Graph, GraphEdge, GraphNode } from '@outpost/contracts';
import { z } from 'zod';
import type { EditorCommand } from './command.ts';
import { fitContainers, freeTitle, withGraph } from './edit-graph.ts';
import { absolutePosition, indexOf, outermost, withInsides, type Point } from './graph-index.ts';
import { isMarker, isRoot, kinds } from './kinds.ts';
import { renameReferences } from './references.ts';

export interface Clip {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The nodes with their insides and the edges among them; the outermost stand where they stand on the canvas. */
export function clipOf(graph: Graph, ids: Iterable<string>): Clip {
  const chosen = [...ids].filter((id) => !isMarker(indexOf(graph).byId.get(id)?.kind ?? ''));
  const tops = new Set(outermost(graph, chosen).map(({ id }) => id));
  const all = withInsides(graph, tops);
  return {
    nodes: graph.nodes.flatMap((node) => {
      if (!all.has(node.id)) return [];
      if (!tops.has(node.id)) return [node];
      const { parentId: _, ...rest } = node;
      return [{ ...rest, position: absolutePosition(graph, node) }];
    }),
    edges: graph.edges.filter(({ source, target }) => all.has(source) && all.has(target)),
  };
}

export function clipToText({ nodes, edges }: Clip): string {
  return JSON.stringify({ outpost: 'nodes', version: 1, nodes, edges }, null, 2);
}

/** The nodes that a text holds; null when it holds none. */
export function clipFromText(text: string): Clip | null {
  if (text.length > textMax || !text.includes('"outpost"')) return null;
  try {
    // Chats put code fences around what is pasted into them.
    const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
    const parsed = clipSchema.safeParse(JSON.parse(json));
    if (!parsed.success) return null;
    const ids = new Set(parsed.data.nodes.map(({ id }) => id));
    return {
      nodes: parsed.data.nodes.map((node): GraphNode => {
        const { parentId, ...rest } = node;
        return parentId !== undefined && ids.has(parentId) ? { ...rest, parentId } : rest;
      }),
      edges: parsed.data.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    };
  } catch {
    return null;
  }
}

const textMax = 20_000_000;
const tree = z.record(z.string(), z.unknown());
const number = z.number().min(-1e7).max(1e7);

const clipSchema = z.object({
  outpost: z.literal('nodes'),
  version: z.literal(1),
  nodes: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        kind: z.string().max(200),
        title: z.string().max(2000),
        parentId: z.string().exactOptional(),
        config: tree,
        failure: z.object({
          retry: z
            .object({
              retriesMax: z.int().min(0).max(100),
              intervalMs: z.int().min(0).max(600_000),
            })
            .nullable(),
          strategy: z.enum(['abort', 'fail-branch', 'default-value']),
          defaults: z.record(z.string(), z.json()) as unknown as z.ZodType<
            GraphNode['failure']['defaults']
          >,
        }),
        position: z.object({ x: number, y: number }),
        extra: tree,
      }),
    )
    .min(1)
    .max(5000),
  edges: z
    .array(
      z.object({
        id: z.string().min(1).max(500),
        source: z.string(),
        handle: z.string().min(1).max(200),
        target: z.string(),
        extra: tree,
      }),
    )
    .max(20_000),
});

export interface Pasting {
  readonly mode: AppMode;
  readonly makeId: () => string;
  /** Where the upper left corner of what is pasted comes, on the whole canvas. */
  readonly at: Point;
  readonly parentId?: string | null;
  readonly label?: 'canvas.stepPaste' | 'canvas.stepDuplicate';
}

export interface Pasted {
  readonly command: EditorCommand;
  /** New ids by old ones. */
  readonly ids: ReadonlyMap<string, string>;
  /** How many nodes were left out: a second start, kinds that this mode has not. */
  readonly leftOut: number;
}

/** Null when nothing of the clip may be put into this graph. */
export function paste(
  clip: Clip,
  graph: Graph,
  { mode, makeId, at, parentId = null, label = 'canvas.stepPaste' }: Pasting,
): Pasted | null {
  const nodes = pastable(clip, graph, mode);
  if (nodes.length === 0) return null;
  const ids = new Map(nodes.map(({ id }) => [id, makeId()]));
  const tops = nodes.filter((node) => node.parentId === undefined || !ids.has(node.parentId));
  const container = parentId === null ? undefined : indexOf(graph).byId.get(parentId);
  const origin = container ? absolutePosition(graph, container) : { x: 0, y: 0 };
  const shift = {
    x: Math.round(at.x - origin.x - Math.min(...tops.map(({ position }) => position.x))),
    y: Math.round(at.y - origin.y - Math.min(...tops.map(({ position }) => position.y))),
  };
  const isTop = new Set(tops.map(({ id }) => id));
  const renamed = nodes.map((node): GraphNode => {
    const { parentId: inside, ...rest } = node;
    const newParent = isTop.has(node.id) ? container?.id : ids.get(inside ?? '');
    return {
      ...rest,
      id: ids.get(node.id) ?? node.id,
      ...(newParent === undefined ? {} : { parentId: newParent }),
      config: renameReferences(node.config, ids) as GraphNode['config'],
      position: isTop.has(node.id)
        ? { x: node.position.x + shift.x, y: node.position.y + shift.y }
        : node.position,
    };
  });
  const edges = clip.edges.flatMap((edge): readonly GraphEdge[] => {
    const source = ids.get(edge.source);
    const target = ids.get(edge.target);
    if (source === undefined || target === undefined) return [];
    return [{ ...edge, id: `${source}-${edge.handle}-${target}-target`, source, target }];
  });
  const topIds = tops.map(({ id }) => ids.get(id) ?? id);
  return {
    ids,
    leftOut: clip.nodes.length - nodes.length,
    command: {
      label: { key: label, values: { count: topIds.length } },
      select: topIds,
      edit: (document) =>
        withGraph(document, (now) => {
          let next = now;
          for (const node of renamed) {
            const title = node.title === '' ? '' : freeTitle(next, node.title);
            next = { ...next, nodes: [...next.nodes, { ...node, title }] };
          }
          next = { ...next, edges: [...next.edges, ...edges] };
          return fitContainers(next, new Set(topIds));
        }),
    },
  };
}

/** Without a second start and without kinds that apps of this mode do not have; insides go with their container. */
function pastable(clip: Clip, graph: Graph, mode: AppMode): readonly GraphNode[] {
  const present = new Set(graph.nodes.map(({ kind }) => kind));
  const refused = new Set(
    clip.nodes
      .filter(({ kind }) => {
        if (isMarker(kind)) return false;
        if (isRoot(kind) && present.has(kind)) return true;
        const modes = kinds.get(kind)?.manifest.modes;
        return modes !== undefined && !modes.includes(mode);
      })
      .map(({ id }) => id),
  );
  for (const id of refused)
    for (const node of clip.nodes) if (node.parentId === id) refused.add(node.id);
  return clip.nodes.filter(({ id }) => !refused.has(id));
}
