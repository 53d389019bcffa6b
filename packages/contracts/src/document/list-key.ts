import { isTree, type Tree } from './same-value.ts';

/** Keys that name an item among its siblings, the most exact one first. */
const candidates = ['id', 'variable', 'name', 'key'] as const;

/**
 * The key by which the items of all these lists can be told apart, so that lists are compared item
 * by item however they are ordered; null when there is none.
 */
export function listKeyOf(...lists: readonly (readonly unknown[])[]): string | null {
  if (lists.every((list) => list.length === 0)) return null;
  return candidates.find((key) => lists.every((list) => names(list, key))) ?? null;
}

/** The items by that key, in their order. */
export function itemsByKey(list: readonly unknown[], key: string): ReadonlyMap<string, unknown> {
  return new Map(list.map((item) => [String((item as Tree)[key]), item]));
}

function names(list: readonly unknown[], key: string): boolean {
  const seen = new Set<string>();
  for (const item of list) {
    const name = isTree(item) ? item[key] : undefined;
    if (typeof name !== 'string' || name === '' || seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}
