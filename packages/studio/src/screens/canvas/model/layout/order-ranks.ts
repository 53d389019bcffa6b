/** Orders each rank so that few edges cross. */
import type { Point } from '../graph-index.ts';
import type { Item, Link } from './layered-layout.ts';

const sweeps = 12;

/** The items by rank, each rank in its order from above. */
export function orderRanks(
  items: readonly Item[],
  links: readonly Link[],
  at: ReadonlyMap<string, Point>,
): readonly (readonly Item[])[] {
  const into = Map.groupBy(links, ({ to }) => to);
  const outOf = Map.groupBy(links, ({ from }) => from);
  let rows = firstOrder(items, outOf, at);
  let best = rows;
  let fewest = crossings(rows, outOf);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const isForward = sweep % 2 === 0;
    rows = sweepOnce(rows, isForward ? into : outOf, isForward);
    const count = crossings(rows, outOf);
    if (count < fewest) [best, fewest] = [rows, count];
  }
  number(best);
  return best;
}

type LinksOf = ReadonlyMap<Item, readonly Link[]>;
type Rows = readonly (readonly Item[])[];

/** As a walk from the first nodes meets them, each node's ways out from above. */
function firstOrder(items: readonly Item[], outOf: LinksOf, at: ReadonlyMap<string, Point>): Rows {
  const count = Math.max(0, ...items.map(({ rank }) => rank)) + 1;
  const rows: Item[][] = Array.from({ length: count }, () => []);
  const seen = new Set<Item>();
  const heightOf = (item: Item): number => at.get(item.key)?.y ?? 0;
  const ordered = items
    .filter(({ isBend }) => !isBend)
    .toSorted((a, b) => a.rank - b.rank || heightOf(a) - heightOf(b));
  for (const first of ordered) {
    const open = [first];
    for (let item = open.pop(); item; item = open.pop()) {
      if (seen.has(item)) continue;
      seen.add(item);
      rows[item.rank]?.push(item);
      const next = (outOf.get(item) ?? []).toSorted((a, b) => b.fromY - a.fromY);
      for (const { to } of next) open.push(to);
    }
  }
  number(rows);
  return rows;
}

function number(rows: Rows): void {
  for (const row of rows) for (const [index, item] of row.entries()) item.order = index;
}

function sweepOnce(rows: Rows, neighbours: LinksOf, isForward: boolean): Rows {
  number(rows);
  const next = rows.map((row) => row);
  const order = next.map((_, index) => (isForward ? index : next.length - 1 - index));
  for (const index of order) {
    const row = next[index] ?? [];
    const wanted = new Map(row.map((item) => [item, meanPlace(item, neighbours, isForward)]));
    const sorted = row.toSorted(
      (a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.order - b.order,
    );
    for (const [place, item] of sorted.entries()) item.order = place;
    next[index] = sorted;
  }
  return next;
}

/** Ports count as fractions of a place, so that a node's ways out keep their order. */
function meanPlace(item: Item, neighbours: LinksOf, isForward: boolean): number {
  const links = neighbours.get(item) ?? [];
  if (links.length === 0) return item.order;
  const places = links.map(({ from, to, fromY, toY }) =>
    isForward ? from.order + fromY / (from.height + 1) : to.order + toY / (to.height + 1),
  );
  return places.reduce((sum, place) => sum + place, 0) / places.length;
}

function crossings(rows: Rows, outOf: LinksOf): number {
  number(rows);
  let count = 0;
  for (const row of rows) {
    const links = row.flatMap((item) => outOf.get(item) ?? []);
    const ends = links
      .toSorted((a, b) => a.from.order - b.from.order || a.fromY - b.fromY)
      .map(({ to, toY }) => to.order + toY / (to.height + 1));
    count += inversions(ends);
  }
  return count;
}

/** How many pairs stand the wrong way round; by merging, as sorting does. */
function inversions(values: readonly number[]): number {
  let count = 0;
  const sort = (part: readonly number[]): readonly number[] => {
    if (part.length < 2) return part;
    const middle = part.length >> 1;
    const left = sort(part.slice(0, middle));
    const right = sort(part.slice(middle));
    const merged: number[] = [];
    let l = 0;
    let r = 0;
    while (l < left.length || r < right.length) {
      const fromLeft = left[l];
      const fromRight = right[r];
      if (fromRight === undefined || (fromLeft !== undefined && fromLeft <= fromRight)) {
        merged.push(fromLeft as number);
        l += 1;
      } else {
        merged.push(fromRight);
        count += left.length - l;
        r += 1;
      }
    }
    return merged;
  };
  sort(values);
  return count;
}
