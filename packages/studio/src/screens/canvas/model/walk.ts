/** Which node the arrow keys lead to. */
import type { Graph, GraphNode } from '@outpost/contracts';
import { centerOf, boxOf } from './boxes.ts';
import { indexOf } from './graph-index.ts';
import { factsOf } from './node-facts.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Right and left follow the edges, into containers and out of them; up and down go to what stands
 * above and below. Null when there is nothing that way.
 */
export function walk(graph: Graph, fromId: string | null, direction: Direction): string | null {
  const from = fromId === null ? undefined : indexOf(graph).byId.get(fromId);
  if (!from) return firstNode(graph);
  if (direction === 'right') return after(graph, from) ?? nearestTo(graph, from, direction);
  if (direction === 'left') return before(graph, from) ?? nearestTo(graph, from, direction);
  return nearestTo(graph, from, direction);
}

/** The one at the far left, the uppermost of several. */
function firstNode(graph: Graph): string | null {
  const [first] = (indexOf(graph).children.get(null) ?? []).toSorted(
    (a, b) => a.position.x - b.position.x || a.position.y - b.position.y,
  );
  return first?.id ?? null;
}

function after(graph: Graph, node: GraphNode): string | null {
  const { outgoing, children, byId } = indexOf(graph);
  const inside = children.get(node.id);
  if (inside && inside.length > 0) return inside.find(({ id }) => !isTarget(graph, id))?.id ?? null;
  const order = factsOf(node).handles.map(({ id }) => id);
  const next = (outgoing.get(node.id) ?? []).toSorted(
    (a, b) => order.indexOf(a.handle) - order.indexOf(b.handle),
  )[0];
  if (next) return next.target;
  // The last one inside a container leads on to what follows the container.
  const container = byId.get(node.parentId ?? '');
  return container ? (outgoing.get(container.id)?.[0]?.target ?? null) : null;
}

function before(graph: Graph, node: GraphNode): string | null {
  return indexOf(graph).incoming.get(node.id)?.[0]?.source ?? node.parentId ?? null;
}

function isTarget(graph: Graph, id: string): boolean {
  return indexOf(graph).incoming.has(id);
}

/** The nearest in a cone of 90°, among those of the same container. */
function nearestTo(graph: Graph, from: GraphNode, direction: Direction): string | null {
  const here = centerOf(boxOf(graph, from));
  let best: { readonly id: string; readonly distance: number } | null = null;
  for (const node of indexOf(graph).children.get(from.parentId ?? null) ?? []) {
    if (node.id === from.id) continue;
    const there = centerOf(boxOf(graph, node));
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const isSideways = direction === 'left' || direction === 'right';
    const along = isSideways ? dx : dy;
    const across = Math.abs(isSideways ? dy : dx);
    const isForward = direction === 'right' || direction === 'down' ? along > 1 : along < -1;
    // Nodes are wide: up and down may lead further to the side.
    if (!isForward || across > Math.abs(along) * (isSideways ? 1 : 3) + 20) continue;
    const distance = Math.abs(along) + across * 2;
    if (!best || distance < best.distance) best = { id: node.id, distance };
  }
  return best?.id ?? null;
}
