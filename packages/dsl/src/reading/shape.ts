/** Looks into a parsed file without trusting it: each function names the place when it is wrong. */
import { AppError } from '@outpost/contracts';
import type { LocalText } from '../import-note.ts';

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalidAt(path: string, reason: LocalText): AppError {
  return new AppError('app_file_invalid', { details: { path: path === '' ? '/' : path, reason } });
}

/** The map at a path; nothing there is an error. */
export function treeAt(value: unknown, path: string): Tree {
  if (isTree(value)) return value;
  if (value === undefined || value === null) throw missingAt(path);
  throw wrongTypeAt(path, 'map', value);
}

/** The map at a path; nothing there is an empty map. */
export function optionalTreeAt(value: unknown, path: string): Tree {
  return value === undefined || value === null ? {} : treeAt(value, path);
}

/** The list at a path; nothing there is an empty list. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongTypeAt(path, 'list', value);
}

/** Text at a path. Numbers and booleans become text, because YAML reads unquoted ids as numbers. */
export function textAt(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) throw missingAt(path);
  throw wrongTypeAt(path, 'text', value);
}

export function optionalTextAt(value: unknown, path: string, fallback: string): string {
  return value === undefined || value === null ? fallback : textAt(value, path);
}

/** The map, or an empty one where there is something else: for settings that may say anything. */
export function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

/** The text, or an empty one where there is something else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The map without some of its keys. */
export function withoutKeys(tree: Tree, keys: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !keys.includes(key)));
}

function missingAt(path: string): AppError {
  return invalidAt(path, { en: 'this part is missing', zh: '缺少此部分' });
}

function wrongTypeAt(path: string, wanted: TypeName, value: unknown): AppError {
  const want = typeNames[wanted];
  const found = typeNames[typeNameOf(value)];
  return invalidAt(path, {
    en: `a ${want.en} is expected here, not a ${found.en}`,
    zh: `此处应为${want.zh}，而不是${found.zh}`,
  });
}

const typeNames = {
  map: { en: 'map', zh: '映射' },
  list: { en: 'list', zh: '列表' },
  text: { en: 'text', zh: '文本' },
  number: { en: 'number', zh: '数字' },
  boolean: { en: 'yes or no', zh: '布尔值' },
} as const satisfies Record<string, LocalText>;
type TypeName = keyof typeof typeNames;

function typeNameOf(value: unknown): TypeName {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number' || typeof value === 'boolean')
    return typeof value as 'number' | 'boolean';
  return typeof value === 'string' ? 'text' : 'map';
}
