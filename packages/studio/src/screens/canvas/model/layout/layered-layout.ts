/**
 * Our layout of one level of a graph, from left to right:
 *
 * 1. Every node gets a rank: one more than the highest of what leads to it. Nodes that nothing leads
 *    to are pulled up to what they lead to.
 * 2. Edges over several ranks become chains of bends, one a rank.
 * 3. Within each rank nodes and bends are ordered by where their neighbours stand, to and fro, and
 *    the order with the fewest crossings is kept (`order-ranks.ts`).
 * 4. Heights: each wants to stand where its edges run straight. The best heights that keep the
 *    order and the gaps are an isotonic regression (`settle.ts`), so nothing can overlap.
 *
 * Parts that are not connected are put below each other. Back edges of half-drawn graphs are left out.
 */
import type { Point } from '../graph-index.ts';
import { orderRanks } from './order-ranks.ts';
import { settle } from './settle.ts';

export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Where it stands now: decides between what the edges leave open. */
  readonly at: Point;
}

export interface LayoutEdge {
  readonly source: string;
  readonly target: string;
  /** Where the edge leaves and arrives, from the upper edge of the node. */
  readonly sourceY: number;
  readonly targetY: number;
}

/** A node, or a bend of a long edge. */
export interface Item {
  readonly key: string;
  readonly rank: number;
  readonly width: number;
  readonly height: number;
  readonly isBend: boolean;
  /** Place in its rank; changed while ordering. */
  order: number;
  y: number;
}

/** An edge between neighbouring ranks. */
export interface Link {
  readonly from: Item;
  readonly to: Item;
  readonly fromY: number;
  readonly toY: number;
}

export interface Gaps {
  readonly x: number;
  readonly y: number;
}

const bendHeight = 12;

/** Upper left corners, beginning at 0, 0. */
export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  gaps: Gaps,
): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>();
  let top = 0;
  for (const part of connectedParts(nodes, edges)) {
    const placed = layoutPart(part.nodes, part.edges, gaps);
    const upper = Math.min(...[...placed.values()].map(({ y }) => y));
    let lower = top;
    for (const node of part.nodes) {
      const { x, y } = placed.get(node.id) ?? { x: 0, y: 0 };
      places.set(node.id, { x: Math.round(x), y: Math.round(y - upper + top) });
      lower = Math.max(lower, y - upper + top + node.height);
    }
    top = Math.ceil(lower) + gaps.y * 1.5;
  }
  return places;
}

function layoutPart(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  gaps: Gaps,
): ReadonlyMap<string, Point> {
  const forward = withoutBackEdges(nodes, edges);
  const ranks = rankNodes(nodes, forward);
  const items = new Map<string, Item>();
  for (const { id, width, height } of nodes)
    items.set(id, {
      key: id,
      rank: ranks.get(id) ?? 0,
      width,
      height,
      isBend: false,
      order: 0,
      y: 0,
    });
  const links = linkRanks(forward, items);
  const at = new Map(nodes.map((node) => [node.id, node.at]));
  const rows = orderRanks([...items.values()], links, at);
  settle(rows, links, gaps.y);
  const places = new Map<string, Point>();
  let x = 0;
  for (const row of rows) {
    const width = Math.max(0, ...row.map((item) => item.width));
    for (const item of row) if (!item.isBend) places.set(item.key, { x, y: item.y });
    x += width + gaps.x;
  }
  return places;
}

/** The parts in the order in which they stand now, from above. */
function connectedParts(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]) {
  const partOf = new Map(nodes.map(({ id }) => [id, id]));
  const top = (id: string): string => {
    let at = id;
    for (let up = partOf.get(at); up !== undefined && up !== at; up = partOf.get(at)) {
      partOf.set(at, partOf.get(up) ?? up);
      at = up;
    }
    return at;
  };
  const known = edges.filter(({ source, target }) => partOf.has(source) && partOf.has(target));
  for (const { source, target } of known) partOf.set(top(source), top(target));
  const nodesOf = Map.groupBy(nodes, ({ id }) => top(id));
  const edgesOf = Map.groupBy(known, ({ source }) => top(source));
  return [...nodesOf]
    .map(([id, members]) => ({ nodes: members, edges: edgesOf.get(id) ?? [] }))
    .toSorted((a, b) => upperEdge(a.nodes) - upperEdge(b.nodes));
}

function upperEdge(nodes: readonly LayoutNode[]): number {
  return Math.min(...nodes.map(({ at }) => at.y));
}

function withoutBackEdges(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): readonly LayoutEdge[] {
  const outgoing = Map.groupBy(edges, ({ source }) => source);
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<LayoutEdge>();
  // Not recursive: graphs may be a thousand nodes long.
  for (const { id } of nodes) {
    const path: { readonly id: string; next: number }[] = state.has(id) ? [] : [{ id, next: 0 }];
    if (path.length > 0) state.set(id, 'open');
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const edge = outgoing.get(here.id)?.[here.next];
      here.next += 1;
      if (!edge) {
        state.set(here.id, 'done');
        path.pop();
      } else if (state.get(edge.target) === 'open') back.add(edge);
      else if (!state.has(edge.target)) {
        state.set(edge.target, 'open');
        path.push({ id: edge.target, next: 0 });
      }
    }
  }
  return edges.filter((edge) => !back.has(edge));
}

function rankNodes(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): ReadonlyMap<string, number> {
  const outgoing = Map.groupBy(edges, ({ source }) => source);
  const waiting = new Map<string, number>();
  for (const { target } of edges) waiting.set(target, (waiting.get(target) ?? 0) + 1);
  const ranks = new Map<string, number>();
  const order: string[] = nodes.filter(({ id }) => !waiting.has(id)).map(({ id }) => id);
  for (const id of order) ranks.set(id, 0);
  for (const id of order)
    for (const { target } of outgoing.get(id) ?? []) {
      ranks.set(target, Math.max(ranks.get(target) ?? 0, (ranks.get(id) ?? 0) + 1));
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  const targets = new Set(edges.map(({ target }) => target));
  for (const id of order.toReversed()) {
    const next = outgoing.get(id) ?? [];
    if (targets.has(id) || next.length === 0) continue;
    ranks.set(id, Math.min(...next.map(({ target }) => ranks.get(target) ?? 0)) - 1);
  }
  const lowest = Math.min(...ranks.values());
  for (const [id, rank] of ranks) ranks.set(id, rank - lowest);
  return ranks;
}

/** Adds the bends of long edges to the items. */
function linkRanks(edges: readonly LayoutEdge[], items: Map<string, Item>): readonly Link[] {
  const links: Link[] = [];
  for (const [index, { source, target, sourceY, targetY }] of edges.entries()) {
    const last = items.get(target);
    let from = items.get(source);
    let fromY = sourceY;
    if (!from || !last) continue;
    while (from.rank < last.rank - 1) {
      const rank: number = from.rank + 1;
      const key = `bend ${index} ${rank}`;
      const bend: Item = { key, rank, width: 0, height: bendHeight, isBend: true, order: 0, y: 0 };
      items.set(key, bend);
      links.push({ from, to: bend, fromY, toY: bendHeight / 2 });
      from = bend;
      fromY = bendHeight / 2;
    }
    links.push({ from, to: last, fromY, toY: targetY });
  }
  return links;
}
