/**
 * The plain part of JSONPath: `$`, names, quoted names and list indexes, such as
 * `$.items[0]['full name']`. No wildcards and no filters: a test looks at one place.
 */
export type JsonPath = readonly (string | number)[];

/** Null when it cannot be read. */
export function parseJsonPath(text: string): JsonPath | null {
  let rest = text.trim();
  if (rest.startsWith('$')) rest = rest.slice(1);
  else if (!rest.startsWith('[')) rest = `.${rest}`;
  const path: (string | number)[] = [];
  while (rest !== '') {
    const match = step.exec(rest);
    if (!match) return null;
    const [whole, name, index, single, double] = match;
    path.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return path;
}

const step = /^(?:\.([^.[\]'"\s]+)|\[(-?\d{1,9})\]|\['([^']*)'\]|\["([^"]*)"\])/;

/** What stands there; undefined when the path leads nowhere. An index below zero counts from the end. */
export function valueAtJsonPath(value: unknown, path: JsonPath): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current)) current = typeof key === 'number' ? current.at(key) : undefined;
    else if (typeof current === 'object' && current !== null && Object.hasOwn(current, key))
      current = (current as Readonly<Record<string | number, unknown>>)[key];
    else return undefined;
  }
  return current;
}
