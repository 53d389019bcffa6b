/** Looks into a parsed file without trusting it: each function names the place when it is wrong. */
import { AppError } from '@outpost/contracts';

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalidAt(path: string, reason: string): AppError {
  return new AppError('app_file_invalid', { details: { path: path === '' ? '/' : path, reason } });
}

/** The map at a path; nothing there is an error. */
export function treeAt(value: unknown, path: string): Tree {
  if (isTree(value)) return value;
  if (value === undefined || value === null) throw invalidAt(path, 'this part is missing');
  throw invalidAt(path, `here must be a map, not ${nameOfType(value)}`);
}

/** The map at a path; nothing there is an empty map. */
export function optionalTreeAt(value: unknown, path: string): Tree {
  return value === undefined || value === null ? {} : treeAt(value, path);
}

/** The list at a path; nothing there is an empty list. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalidAt(path, `here must be a list, not ${nameOfType(value)}`);
}

/** Text at a path. Numbers and booleans become text, because YAML reads unquoted ids as numbers. */
export function textAt(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) throw invalidAt(path, 'this value is missing');
  throw invalidAt(path, `here must be a text, not ${nameOfType(value)}`);
}

export function optionalTextAt(value: unknown, path: string, fallback: string): string {
  return value === undefined || value === null ? fallback : textAt(value, path);
}

/** The map without some of its keys. */
export function withoutKeys(tree: Tree, keys: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !keys.includes(key)));
}

export function nameOfType(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** Whether two parsed values are equal in depth; the order of a map's keys does not matter. */
export function isSameTree(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSameTree(item, right[index]))
    );
  if (!isTree(left) || !isTree(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameTree(left[key], right[key]))
  );
}
