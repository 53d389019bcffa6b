/**
 * Settings as app files hold them: any shape may stand where another is expected, and unknown keys
 * must survive an edit. Readers take what fits; writers change one place and share the rest.
 */
export type Config = Readonly<Record<string, unknown>>;

export function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function recordIn(value: unknown): Config {
  return isRecord(value) ? value : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function recordsIn(value: unknown): readonly Config[] {
  return listIn(value).map(recordIn);
}

export function textsIn(value: unknown): readonly string[] {
  return listIn(value).map(textIn);
}

/** A selector; one that is not chosen is empty. */
export function selectorIn(value: unknown): readonly string[] {
  const parts = textsIn(value);
  return parts.length > 1 && parts[0] !== '' ? parts : [];
}

export function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Path = readonly (string | number)[];

export function valueAt(value: unknown, path: Path): unknown {
  let current: unknown = value;
  for (const key of path) {
    if (typeof key === 'number') current = listIn(current)[key];
    else if (isRecord(current)) current = current[key];
    else return undefined;
  }
  return current;
}

/** The settings with another value at a path; `undefined` takes the key out. */
export function withValue(config: Config, path: Path, value: unknown): Config {
  return put(config, path, value) as Config;
}

function put(current: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const items = [...listIn(current)];
    items[key] = put(items[key], rest, value);
    return items;
  }
  const record = recordIn(current);
  const next = put(record[key], rest, value);
  if (next === undefined) {
    const { [key]: _removed, ...others } = record;
    return others;
  }
  return record[key] === next && key in record ? record : { ...record, [key]: next };
}

export function pathText(path: Path): string {
  return path.join('.');
}

/** A list with one item moved by a step; the same list at its ends. */
export function moved<Item>(items: readonly Item[], index: number, by: 1 | -1): readonly Item[] {
  const target = index + by;
  const item = items[index];
  if (item === undefined || target < 0 || target >= items.length) return items;
  const rest = items.filter((_, other) => other !== index);
  return [...rest.slice(0, target), item, ...rest.slice(target)];
}

/** A name that none of the given ones is: `stem`, `stem_2`, `stem_3` … */
export function freshName(stem: string, taken: readonly string[]): string {
  if (!taken.includes(stem)) return stem;
  for (let number = 2; ; number += 1)
    if (!taken.includes(`${stem}_${number}`)) return `${stem}_${number}`;
}
