/**
 * Three-way merge of plain data. What one side alone changed is taken from that side; what both
 * changed alike is taken; maps are merged key by key, lists item by item where items have names or
 * the lists are equally long rows of maps. What is left is a conflict, decided by `choose`.
 */
import { itemsByKey, listKeyOf } from './list-key.ts';
import { isSameValue, isTree, type Tree } from './same-value.ts';

/** A place that both sides changed, each in its own way. An absent side deleted what stood there. */
export interface MergeConflict {
  readonly path: readonly string[];
  readonly base?: unknown;
  readonly yours?: unknown;
  readonly theirs?: unknown;
}

export type Side = 'yours' | 'theirs';

export interface ThreeSides<T> {
  readonly base: T;
  readonly yours: T;
  readonly theirs: T;
}

export interface Merging {
  /** Decides a conflict; called once for each. */
  readonly choose: (conflict: MergeConflict) => Side;
}

export function mergeValues(
  { base, yours, theirs }: ThreeSides<unknown>,
  path: readonly string[],
  merging: Merging,
): unknown {
  if (isSameValue(yours, theirs) || isSameValue(base, theirs)) return yours;
  if (isSameValue(base, yours)) return theirs;
  if (isTree(yours) && isTree(theirs) && (base === undefined || isTree(base)))
    return mergeTrees({ base: base ?? {}, yours, theirs }, path, merging);
  if (Array.isArray(base) && Array.isArray(yours) && Array.isArray(theirs)) {
    const merged = mergeLists({ base, yours, theirs }, path, merging);
    if (merged) return merged;
  }
  const conflict = conflictOf({ base, yours, theirs }, path);
  return merging.choose(conflict) === 'yours' ? yours : theirs;
}

export function conflictOf(
  { base, yours, theirs }: ThreeSides<unknown>,
  path: readonly string[],
): MergeConflict {
  return {
    path,
    ...(base === undefined ? {} : { base }),
    ...(yours === undefined ? {} : { yours }),
    ...(theirs === undefined ? {} : { theirs }),
  };
}

function mergeTrees(sides: ThreeSides<Tree>, path: readonly string[], merging: Merging): Tree {
  const { base, yours, theirs } = sides;
  const merged = new Map<string, unknown>();
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(yours)])) {
    const value = mergeValues(
      { base: base[key], yours: yours[key], theirs: theirs[key] },
      [...path, key],
      merging,
    );
    if (value !== undefined) merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Null when items cannot be told apart. */
function mergeLists(
  sides: ThreeSides<readonly unknown[]>,
  path: readonly string[],
  merging: Merging,
): readonly unknown[] | null {
  const { base, yours, theirs } = sides;
  const key = listKeyOf(base, yours, theirs);
  if (key !== null) return mergeNamed(sides, { key, path }, merging);
  const isRow =
    base.length === yours.length &&
    base.length === theirs.length &&
    [...base, ...yours, ...theirs].every(isTree);
  if (!isRow) return null;
  return base.map((item, index) =>
    mergeValues(
      { base: item, yours: yours[index], theirs: theirs[index] },
      [...path, String(index)],
      merging,
    ),
  );
}

function mergeNamed(
  sides: ThreeSides<readonly unknown[]>,
  { key, path }: { readonly key: string; readonly path: readonly string[] },
  merging: Merging,
): readonly unknown[] {
  const base = itemsByKey(sides.base, key);
  const yours = itemsByKey(sides.yours, key);
  const theirs = itemsByKey(sides.theirs, key);
  const merged = new Map<string, unknown>();
  for (const name of new Set([...theirs.keys(), ...yours.keys()])) {
    const item = mergeValues(
      { base: base.get(name), yours: yours.get(name), theirs: theirs.get(name) },
      [...path, name],
      merging,
    );
    if (item !== undefined) merged.set(name, item);
  }
  const order = mergeOrder(
    { base: [...base.keys()], yours: [...yours.keys()], theirs: [...theirs.keys()] },
    () => merging.choose(conflictOf(sides, path)),
  );
  return order.filter((name) => merged.has(name)).map((name) => merged.get(name));
}

/**
 * The names of both sides in one order: that of the side that moved something, and what only the
 * other has behind what it stands behind there. `choose` is asked when both moved things.
 */
export function mergeOrder(
  { base, yours, theirs }: ThreeSides<readonly string[]>,
  choose: () => Side,
): readonly string[] {
  const there = new Set(theirs);
  const here = new Set(yours);
  const common = new Set(base.filter((name) => here.has(name) && there.has(name)));
  const ordered = (names: readonly string[]): string =>
    JSON.stringify(names.filter((name) => common.has(name)));
  const isMovedHere = ordered(yours) !== ordered(base);
  const isMovedThere = ordered(theirs) !== ordered(base) && ordered(theirs) !== ordered(yours);
  const side = isMovedHere && (!isMovedThere || choose() === 'yours') ? 'yours' : 'theirs';
  const [lead, other] = side === 'yours' ? [yours, theirs] : [theirs, yours];
  const order = [...lead];
  const placed = new Set(lead);
  for (const [index, name] of other.entries()) {
    if (placed.has(name)) continue;
    const before = other[index - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
    placed.add(name);
  }
  return order;
}
