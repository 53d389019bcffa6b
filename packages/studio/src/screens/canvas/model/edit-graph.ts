/** Small pure changes of a graph, of which the commands are made. */
import type { AppDocument, Graph, GraphEdge, GraphNode } from '@outpost/contracts';
import { indexOf, leadsTo, type Point } from './graph-index.ts';
import { isContainer, isRoot } from './kinds.ts';
import { factsOf, measures, type Size } from './node-facts.ts';

export function withGraph(document: AppDocument, change: (graph: Graph) => Graph): AppDocument {
  const graph = change(document.graph);
  return graph === document.graph ? document : { ...document, graph };
}

/** The graph with some nodes replaced; the same when none is another one. */
export function mapNodes(graph: Graph, change: (node: GraphNode) => GraphNode): Graph {
  let isChanged = false;
  const nodes = graph.nodes.map((node) => {
    const changed = change(node);
    isChanged ||= changed !== node;
    return changed;
  });
  return isChanged ? { ...graph, nodes } : graph;
}

export function place(node: GraphNode, { x, y }: Point): GraphNode {
  const position = { x: Math.round(x), y: Math.round(y) };
  return position.x === node.position.x && position.y === node.position.y
    ? node
    : { ...node, position };
}

/** A container or note of another size; files hold it in the envelope and in the settings. */
export function resize(node: GraphNode, { width, height }: Size): GraphNode {
  const size = { width: Math.round(width), height: Math.round(height) };
  const now = factsOf(node).size;
  if (now.width === size.width && now.height === size.height) return node;
  return { ...node, config: { ...node.config, ...size }, extra: { ...node.extra, ...size } };
}

/**
 * Widens containers so far that they hold what is in them, from the innermost outwards; never
 * narrows one. What was moved beyond the upper or left edge is put back inside.
 */
export function fitContainers(graph: Graph, changed: ReadonlySet<string>): Graph {
  const { byId, children } = indexOf(graph);
  const waiting = new Set<string>();
  for (const id of changed) {
    const parentId = byId.get(id)?.parentId;
    if (parentId !== undefined && byId.has(parentId)) waiting.add(parentId);
    if (isContainer(byId.get(id)?.kind ?? '')) waiting.add(id);
  }
  if (waiting.size === 0) return graph;
  const replaced = new Map<string, GraphNode>();
  const now = (node: GraphNode): GraphNode => replaced.get(node.id) ?? node;
  // Outer ones come after the inner ones that may push them.
  for (const id of waiting) {
    const container = byId.get(id);
    if (!container) continue;
    for (const child of children.get(id) ?? []) {
      const inside = now(child);
      replaced.set(
        child.id,
        place(inside, {
          x: Math.max(inside.position.x, measures.containerPadding.left),
          y: Math.max(inside.position.y, measures.containerPadding.top),
        }),
      );
    }
    const size = sizeToHold(now(container), (children.get(id) ?? []).map(now));
    const fitted = resize(now(container), size);
    replaced.set(id, fitted);
    if (fitted !== container && container.parentId !== undefined && byId.has(container.parentId)) {
      waiting.delete(container.parentId);
      waiting.add(container.parentId);
    }
  }
  return mapNodes(graph, now);
}

function sizeToHold(container: GraphNode, inside: readonly GraphNode[]): Size {
  const { right, bottom } = measures.containerPadding;
  const { width, height } = factsOf(container).size;
  return {
    width: Math.max(
      width,
      ...inside.map((child) => child.position.x + factsOf(child).size.width + right),
    ),
    height: Math.max(
      height,
      ...inside.map((child) => child.position.y + factsOf(child).size.height + bottom),
    ),
  };
}

/** Without the nodes (and what is inside them) and every edge that hangs on one of them. */
export function without(
  graph: Graph,
  nodes: ReadonlySet<string>,
  edges: ReadonlySet<string>,
): Graph {
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !nodes.has(id)),
    edges: graph.edges.filter(
      ({ id, source, target }) => !edges.has(id) && !nodes.has(source) && !nodes.has(target),
    ),
  };
}

export interface Connection {
  readonly source: string;
  readonly handle: string;
  readonly target: string;
}

/** Whether this edge may be drawn: within one container, not back to where it came from, not twice. */
export function canConnect(
  graph: Graph,
  { source, handle, target }: Connection,
  but?: string,
): boolean {
  const { byId, outgoing } = indexOf(graph);
  const from = byId.get(source);
  const to = byId.get(target);
  if (!from || !to || source === target || from.parentId !== to.parentId) return false;
  if (isRoot(to.kind) || !factsOf(to).hasInput) return false;
  if (!factsOf(from).handles.some(({ id }) => id === handle)) return false;
  const isDrawn = (outgoing.get(source) ?? []).some(
    (edge) => edge.target === target && edge.handle === handle && edge.id !== but,
  );
  return !isDrawn && !leadsTo(graph, target, source);
}

export function newEdge(graph: Graph, { source, handle, target }: Connection): GraphEdge {
  const wanted = `${source}-${handle}-${target}-target`;
  const taken = new Set(graph.edges.map(({ id }) => id));
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`;
  return { id, source, handle, target, extra: {} };
}

/** The graph with one more edge, where it may be. */
export function connected(graph: Graph, connection: Connection): Graph {
  if (!canConnect(graph, connection)) return graph;
  return { ...graph, edges: [...graph.edges, newEdge(graph, connection)] };
}

/** A title that no other node has: “LLM”, then “LLM 2”. */
export function freeTitle(graph: Graph, wanted: string): string {
  const taken = new Set(graph.nodes.map(({ title }) => title));
  const stem = wanted.replace(/ \d+$/, '');
  let title = wanted;
  for (let count = 2; taken.has(title); count += 1) title = `${stem} ${count}`;
  return title;
}
