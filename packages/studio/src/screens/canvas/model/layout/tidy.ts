/** Tidies a whole graph, or what is selected: containers from the innermost outwards, then the notes. */
import type { Graph, GraphNode } from '@outpost/contracts';
import { touches, type Box } from '../boxes.ts';
import type { EditorCommand } from '../command.ts';
import { fitContainers, mapNodes, place, resize, withGraph } from '../edit-graph.ts';
import { containersAround, indexOf, outermost, type Point } from '../graph-index.ts';
import { isContainer, isNote } from '../kinds.ts';
import { exitOf, factsOf, handleY, measures, type Size } from '../node-facts.ts';
import { layeredLayout } from './layered-layout.ts';

const gaps = { x: 64, y: 32 };

/** `chosen`: only these, which stay at their upper left corner; null = everything. */
export function tidy(graph: Graph, chosen: ReadonlySet<string> | null): EditorCommand {
  const whole = chosen === null || outermost(graph, chosen).length < 2;
  return {
    label: { key: whole ? 'canvas.stepTidy' : 'canvas.stepTidySelection' },
    edit: (document) =>
      withGraph(document, (now) => (whole ? tidied(now) : tidiedPart(now, chosen))),
  };
}

/** The whole graph, tidied. */
export function tidied(graph: Graph): Graph {
  const { children } = indexOf(graph);
  const containers = graph.nodes
    .filter(({ id, kind }) => isContainer(kind) || children.has(id))
    .toSorted(
      (a, b) => containersAround(graph, b.id).length - containersAround(graph, a.id).length,
    );
  let next = graph;
  for (const { id } of containers) {
    const inside = indexOf(next).children.get(id) ?? [];
    const { left, top, right, bottom } = measures.containerPadding;
    next = layLevel(next, inside, { x: left, y: top });
    const placed = indexOf(next).children.get(id) ?? [];
    const size = {
      width: Math.max(
        measures.containerMin.width,
        ...placed.map((node) => node.position.x + factsOf(node).size.width + right),
      ),
      height: Math.max(
        measures.containerMin.height,
        ...placed.map((node) => node.position.y + factsOf(node).size.height + bottom),
      ),
    };
    next = mapNodes(next, (node) => (node.id === id ? resize(node, size) : node));
  }
  const roots = indexOf(next).children.get(null) ?? [];
  const corner = cornerOf(roots.filter(({ kind }) => !isNote(kind)));
  return layLevel(next, roots, corner);
}

function tidiedPart(graph: Graph, chosen: ReadonlySet<string>): Graph {
  let next = graph;
  const levels = Map.groupBy(outermost(graph, chosen), ({ parentId }) => parentId ?? null);
  for (const level of levels.values())
    if (level.length > 1) next = layLevel(next, level, cornerOf(level));
  return fitContainers(next, chosen);
}

/** Lays out nodes of one level with the edges among them; the upper left corner comes to `corner`. */
function layLevel(graph: Graph, level: readonly GraphNode[], corner: Point): Graph {
  const nodes = level.filter(({ kind }) => !isNote(kind));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = layeredLayout(
    nodes.map((node) => ({ id: node.id, ...factsOf(node).size, at: node.position })),
    graph.edges.flatMap(({ source, handle, target }) => {
      const from = byId.get(source);
      if (!from || !byId.has(target)) return [];
      return [{ source, target, sourceY: exitOf(from, handle).y, targetY: handleY }];
    }),
    gaps,
  );
  const at = new Map(
    [...places].map(([id, { x, y }]) => [id, { x: x + corner.x, y: y + corner.y }] as const),
  );
  const notes = placeNotes(
    level.filter(({ kind }) => isNote(kind)),
    nodes,
    at,
  );
  return mapNodes(graph, (node) => {
    const point = at.get(node.id) ?? notes.get(node.id);
    return point ? place(node, point) : node;
  });
}

/** A note goes where the node goes that it stood nearest to, and above whatever it would cover there. */
function placeNotes(
  notes: readonly GraphNode[],
  nodes: readonly GraphNode[],
  at: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Point> {
  const taken: Box[] = nodes.map((node) => ({
    ...(at.get(node.id) ?? node.position),
    ...factsOf(node).size,
  }));
  const placed = new Map<string, Point>();
  for (const note of notes) {
    const size = factsOf(note).size;
    const near = nearestNode(note, size, nodes);
    const target = near && at.get(near.id);
    const point = target
      ? {
          x: target.x + note.position.x - near.position.x,
          y: target.y + note.position.y - near.position.y,
        }
      : note.position;
    let box: Box = { ...point, ...size };
    for (;;) {
      const covered = taken.find((other) => touches(box, other, 12));
      if (!covered) break;
      box = { ...box, y: covered.y - size.height - 16 };
    }
    taken.push(box);
    placed.set(note.id, { x: box.x, y: box.y });
  }
  return placed;
}

function nearestNode(
  note: GraphNode,
  size: Size,
  nodes: readonly GraphNode[],
): GraphNode | undefined {
  const middle = { x: note.position.x + size.width / 2, y: note.position.y + size.height / 2 };
  const distanceTo = (node: GraphNode): number => {
    const own = factsOf(node).size;
    return Math.hypot(
      node.position.x + own.width / 2 - middle.x,
      node.position.y + own.height / 2 - middle.y,
    );
  };
  return nodes.toSorted((a, b) => distanceTo(a) - distanceTo(b))[0];
}

function cornerOf(nodes: readonly GraphNode[]): Point {
  if (nodes.length === 0) return { x: 0, y: 0 };
  return {
    x: Math.min(...nodes.map(({ position }) => position.x)),
    y: Math.min(...nodes.map(({ position }) => position.y)),
  };
}
