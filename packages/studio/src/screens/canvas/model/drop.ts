/** Where a dragged node would land: on an edge, in a container. */
import type { Graph, GraphNode } from '@outpost/contracts';
import { boxOf, centerOf, holds, type Box } from './boxes.ts';
import { canSplice } from './graph-commands.ts';
import {
  absolutePosition,
  containersAround,
  indexOf,
  withInsides,
  type Point,
} from './graph-index.ts';
import { isContainer, isMarker } from './kinds.ts';
import { exitOf, factsOf, handleY } from './node-facts.ts';

/** The edge under the middle of a node that is put down there; null when it cannot be spliced in. */
export function edgeUnder(graph: Graph, nodeId: string, at: Point): string | null {
  const { byId } = indexOf(graph);
  const node = byId.get(nodeId);
  if (!node || !factsOf(node).hasInput) return null;
  const box: Box = { ...at, ...factsOf(node).size };
  const middle = centerOf(box);
  let best: { readonly id: string; readonly distance: number } | null = null;
  for (const edge of graph.edges) {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target || source.parentId !== node.parentId) continue;
    const distance = distanceToCurve(
      middle,
      startOf(graph, source, edge.handle),
      endOf(graph, target),
    );
    if (distance < 26 && (!best || distance < best.distance)) best = { id: edge.id, distance };
  }
  return best && canSplice(graph, nodeId, best.id) ? best.id : null;
}

function startOf(graph: Graph, node: GraphNode, handle: string): Point {
  const { x, y } = absolutePosition(graph, node);
  const exit = exitOf(node, handle);
  return { x: x + exit.x, y: y + exit.y };
}

function endOf(graph: Graph, node: GraphNode): Point {
  const { x, y } = absolutePosition(graph, node);
  return { x, y: y + handleY };
}

/** Edges are drawn as curves that leave and arrive level. */
function distanceToCurve(point: Point, from: Point, to: Point): number {
  const bend = Math.max(Math.abs(to.x - from.x) / 2, 30);
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 20; step += 1) {
    const t = step / 20;
    const s = 1 - t;
    const x =
      s ** 3 * from.x +
      3 * s * s * t * (from.x + bend) +
      3 * s * t * t * (to.x - bend) +
      t ** 3 * to.x;
    const y = s ** 3 * from.y + 3 * s * s * t * from.y + 3 * s * t * t * to.y + t ** 3 * to.y;
    least = Math.min(least, Math.hypot(point.x - x, point.y - y));
  }
  return least;
}

/** The innermost container at a point, but for those that are being moved. */
export function containerAt(
  graph: Graph,
  at: Point,
  moving: ReadonlySet<string>,
): GraphNode | null {
  const excluded = withInsides(graph, moving);
  let best: { readonly node: GraphNode; readonly depth: number } | null = null;
  for (const node of graph.nodes) {
    if (!isContainer(node.kind) || excluded.has(node.id) || !holds(boxOf(graph, node), at))
      continue;
    const depth = containersAround(graph, node.id).length;
    if (!best || depth > best.depth) best = { node, depth };
  }
  return best?.node ?? null;
}

/** Whether nodes may change their container without an edge being cut. */
export function mayMoveAway(graph: Graph, ids: ReadonlySet<string>): boolean {
  const { byId } = indexOf(graph);
  if ([...ids].some((id) => isMarker(byId.get(id)?.kind ?? ''))) return false;
  return !graph.edges.some(({ source, target }) => ids.has(source) !== ids.has(target));
}

/** What a selection box touches; a container only where the box crosses its edge. */
export function touchedBy(graph: Graph, box: Box): readonly string[] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  return graph.nodes.flatMap((node) => {
    const own = boxOf(graph, node);
    const isTouched =
      own.x < right && box.x < own.x + own.width && own.y < bottom && box.y < own.y + own.height;
    const isAround =
      isContainer(node.kind) &&
      own.x <= box.x &&
      own.y <= box.y &&
      own.x + own.width >= right &&
      own.y + own.height >= bottom;
    return isTouched && !isAround ? [node.id] : [];
  });
}
