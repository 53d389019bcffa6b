/** Plain JSON data as maps: settings, documents, anything whose keys are not known beforehand. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two pieces of plain data are equal in depth; the order of a map's keys does not matter, absent and undefined are one. */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSameValue(item, right[index]))
    );
  if (!isTree(left) || !isTree(right)) return false;
  for (const key of Object.keys(left)) if (!isSameValue(left[key], own(right, key))) return false;
  for (const key of Object.keys(right))
    if (right[key] !== undefined && own(left, key) === undefined) return false;
  return true;
}

/** Files may have a key called `constructor`. */
function own(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}
