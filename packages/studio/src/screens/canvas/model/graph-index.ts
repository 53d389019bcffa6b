/** A graph looked up by what is asked of it most; made once for each graph. */
import type { Graph, GraphEdge, GraphNode } from '@outpost/contracts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphIndex {
  readonly byId: ReadonlyMap<string, GraphNode>;
  /** By the container's id; `null` holds what stands at the root. In the graph's order. */
  readonly children: ReadonlyMap<string | null, readonly GraphNode[]>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
}

const indexes = new WeakMap<Graph, GraphIndex>();

export function indexOf(graph: Graph): GraphIndex {
  const known = indexes.get(graph);
  if (known) return known;
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const index: GraphIndex = {
    byId,
    children: Map.groupBy(graph.nodes, ({ parentId }) =>
      parentId !== undefined && byId.has(parentId) ? parentId : null,
    ),
    outgoing: Map.groupBy(graph.edges, ({ source }) => source),
    incoming: Map.groupBy(graph.edges, ({ target }) => target),
  };
  indexes.set(graph, index);
  return index;
}

/** The containers around a node, the nearest first. Files may claim circles. */
export function containersAround(graph: Graph, nodeId: string): readonly GraphNode[] {
  const { byId } = indexOf(graph);
  const around: GraphNode[] = [];
  let node = byId.get(nodeId);
  while (node?.parentId !== undefined) {
    node = byId.get(node.parentId);
    if (!node || around.includes(node)) break;
    around.push(node);
  }
  return around;
}

/** Where a node stands on the canvas as a whole. */
export function absolutePosition(graph: Graph, node: GraphNode): Point {
  let { x, y } = node.position;
  for (const container of containersAround(graph, node.id)) {
    x += container.position.x;
    y += container.position.y;
  }
  return { x, y };
}

/** The nodes with everything inside them. */
export function withInsides(graph: Graph, ids: Iterable<string>): ReadonlySet<string> {
  const { children } = indexOf(graph);
  const all = new Set(ids);
  // A set hands out what is added while it is walked through.
  for (const id of all) for (const child of children.get(id) ?? []) all.add(child.id);
  return all;
}

/** Those of the nodes that are not inside another of them. */
export function outermost(graph: Graph, ids: Iterable<string>): readonly GraphNode[] {
  const { byId } = indexOf(graph);
  const chosen = new Set(ids);
  return [...chosen].flatMap((id) => {
    const node = byId.get(id);
    const isInside = containersAround(graph, id).some((container) => chosen.has(container.id));
    return node && !isInside ? [node] : [];
  });
}

/** Whether there is a way along the edges from one node to another. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  const { outgoing } = indexOf(graph);
  const seen = new Set([from]);
  for (const id of seen) {
    if (id === to) return true;
    for (const { target } of outgoing.get(id) ?? []) seen.add(target);
  }
  return false;
}
