/** Gives every item its height on the page, in the order that its rank has. */
import type { Item, Link } from './layered-layout.ts';

const rounds = 8;

export function settle(
  rows: readonly (readonly Item[])[],
  links: readonly Link[],
  gap: number,
): void {
  const into = Map.groupBy(links, ({ to }) => to);
  const outOf = Map.groupBy(links, ({ from }) => from);
  for (const row of rows) settleRow(row, () => null, gap);
  for (let round = 0; round < rounds; round += 1) {
    for (const row of rows.toReversed()) settleRow(row, (item) => wishOf(item, outOf, 'out'), gap);
    for (const row of rows) settleRow(row, (item) => wishOf(item, into, 'in'), gap);
  }
  // What nothing leads to looks once more at what it leads to.
  for (const row of rows.toReversed())
    settleRow(row, (item) => (into.has(item) ? null : wishOf(item, outOf, 'out')), gap);
}

/** Where the edges on that side would run straight. */
function wishOf(
  item: Item,
  links: ReadonlyMap<Item, readonly Link[]>,
  side: 'in' | 'out',
): number | null {
  const own = links.get(item);
  if (!own) return null;
  const wishes = own
    .map(({ from, to, fromY, toY }) => (side === 'in' ? from.y + fromY - toY : to.y + toY - fromY))
    .toSorted((a, b) => a - b);
  // The middle one keeps one edge straight, where a mean would bend them all.
  const middle = (wishes.length - 1) / 2;
  const lower = wishes[Math.floor(middle)] ?? 0;
  return side === 'in' ? lower : (lower + (wishes[Math.ceil(middle)] ?? lower)) / 2;
}

/**
 * The heights nearest to the wishes that keep order and gaps. With each item's own offset taken
 * away, “in order and apart” is “not falling”, and neighbours that would fall are pooled and share
 * the mean of their wishes.
 */
function settleRow(row: readonly Item[], wish: (item: Item) => number | null, gap: number): void {
  interface Pool {
    sum: number;
    weight: number;
    readonly members: { readonly item: Item; readonly offset: number }[];
  }
  const pools: Pool[] = [];
  let offset = 0;
  for (const [index, item] of row.entries()) {
    const wished = wish(item);
    // Long edges stay straight rather than nodes in line; without a wish an item stays, but gives way.
    const weight = wished === null ? 0.1 : item.isBend ? 4 : 1;
    let pool: Pool = {
      sum: ((wished ?? item.y) - offset) * weight,
      weight,
      members: [{ item, offset }],
    };
    for (let last = pools.at(-1); last && meanOf(last) >= meanOf(pool); last = pools.at(-1)) {
      pools.pop();
      pool = {
        sum: last.sum + pool.sum,
        weight: last.weight + pool.weight,
        members: [...last.members, ...pool.members],
      };
    }
    pools.push(pool);
    const next = row[index + 1];
    offset +=
      item.height +
      (item.isBend && next?.isBend ? gap / 4 : item.isBend || next?.isBend ? gap / 2 : gap);
  }
  for (const pool of pools)
    for (const { item, offset: own } of pool.members) item.y = meanOf(pool) + own;
}

function meanOf({ sum, weight }: { readonly sum: number; readonly weight: number }): number {
  return sum / weight;
}
