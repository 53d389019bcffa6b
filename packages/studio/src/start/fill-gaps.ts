/**
 * What Chromium 84 or a page on plain `http://` lacks and we or our libraries use. Imported first.
 * Each is the least that is needed, and is left alone where the browser has it.
 */

function add(target: object, name: string, value: unknown): void {
  if (!(name in target))
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

function findLastIndex<Item>(
  this: readonly Item[],
  test: (item: Item, index: number, all: readonly Item[]) => unknown,
): number {
  for (let index = this.length - 1; index >= 0; index -= 1)
    if (test(this[index] as Item, index, this)) return index;
  return -1;
}

add(Array.prototype, 'at', at);
add(String.prototype, 'at', at);
add(Array.prototype, 'findLastIndex', findLastIndex);
add(Array.prototype, 'findLast', function <
  Item,
>(this: readonly Item[], test: (item: Item, index: number, all: readonly Item[]) => unknown):
  | Item
  | undefined {
  return this[findLastIndex.call(this, test as never)];
});
add(Array.prototype, 'toSorted', function <
  Item,
>(this: readonly Item[], compare?: (a: Item, b: Item) => number): Item[] {
  return [...this].sort(compare);
});
add(Array.prototype, 'toReversed', function <Item>(this: readonly Item[]): Item[] {
  return [...this].reverse();
});
add(Array.prototype, 'with', function <
  Item,
>(this: readonly Item[], index: number, value: Item): Item[] {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});
add(
  String.prototype,
  'replaceAll',
  function (this: string, wanted: string | RegExp, replacement: never): string {
    if (wanted instanceof RegExp) return this.replace(wanted, replacement);
    const escaped = String(wanted).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
    return this.replace(new RegExp(escaped, 'g'), replacement);
  },
);
add(Object, 'hasOwn', (target: object, name: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(target, name),
);
add(Object, 'groupBy', <Item>(items: Iterable<Item>, keyOf: (item: Item) => PropertyKey) => {
  const groups: Record<PropertyKey, Item[]> = Object.create(null) as Record<PropertyKey, Item[]>;
  for (const item of items) (groups[keyOf(item)] ??= []).push(item);
  return groups;
});
add(Map, 'groupBy', <Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key) => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
});
// Plain data only, which is all that is ever cloned here.
add(globalThis, 'structuredClone', (value: unknown) =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown),
);
add(crypto, 'randomUUID', () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
});
add(AbortSignal, 'timeout', (milliseconds: number) => {
  const controller = new AbortController();
  setTimeout(
    () => controller.abort(new DOMException('The time is up.', 'TimeoutError')),
    milliseconds,
  );
  return controller.signal;
});
add(AbortSignal, 'any', (signals: Iterable<AbortSignal>) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
});
add(AbortSignal.prototype, 'throwIfAborted', function (this: AbortSignal): void {
  if (this.aborted) throw this.reason ?? new DOMException('Aborted.', 'AbortError');
});
