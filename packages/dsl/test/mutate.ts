/**
 * Spoils app files in two ways, the same way each time for the same seed: by their characters, as
 * editors and transfers do, and by their parts, as people and programs do.
 */
import { parseAppYaml } from '../src/yaml/parse-app-yaml.ts';
import { writeAppYaml } from '../src/yaml/write-app-yaml.ts';

/** A generator of numbers in [0, 1): mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The file with one to four things wrong. */
export function mutate(text: string, random: () => number): string {
  return random() < 0.5 ? mutateCharacters(text, random) : mutateTree(text, random);
}

function mutateCharacters(text: string, random: () => number): string {
  let spoiled = text;
  for (let left = 1 + pickIndex(4, random); left > 0; left -= 1) {
    const at = pickIndex(spoiled.length + 1, random);
    const to = Math.min(spoiled.length, at + pickIndex(200, random));
    const change = pick(characterChanges, random);
    spoiled = change(spoiled, at, to, random);
  }
  return spoiled;
}

type CharacterChange = (text: string, at: number, to: number, random: () => number) => string;

const characterChanges: readonly CharacterChange[] = [
  (text, at) => text.slice(0, at),
  (text, at, to) => text.slice(0, at) + text.slice(to),
  (text, at, to) => text.slice(0, to) + text.slice(at),
  (text, at, to, random) =>
    text.slice(0, at) + text.slice(at, to).repeat(1 + pickIndex(50, random)) + text.slice(to),
  (text, at, _to, random) => text.slice(0, at) + pick(snippets, random) + text.slice(at),
  (text, at, _to, random) =>
    text.slice(0, at) + pick(snippets, random).repeat(1 + pickIndex(300, random)) + text.slice(at),
  (text, at, _to, random) =>
    text.slice(0, at) + String.fromCharCode(pickIndex(0x1_0000, random)) + text.slice(at + 1),
  (text, at, _to, random) =>
    spoilLine(text, at, (line) => ' '.repeat(pickIndex(9, random)) + line.trim()),
  (text, at) => spoilLine(text, at, (line) => `${line}\n${line}`),
  (text, at) => spoilLine(text, at, (line) => line.replace(/: .*/, ':')),
  (text, at, _to, random) =>
    spoilLine(text, at, (line) => line.replace(/: .*/, `: ${pick(snippets, random)}`)),
];

const snippets = [
  '[',
  '{',
  '}',
  ']',
  '"',
  "'",
  '- ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '!!str ',
  '!!binary ',
  '!x ',
  '|\n',
  '>-\n',
  '#',
  '%',
  '---\n',
  '...\n',
  '\t',
  '\r\n',
  '\0',
  '\u2028',
  '\uFEFF',
  '<<: *a\n',
  '&a [*a]',
  '__proto__: {a: 1}\n',
  '~',
  '.nan',
  '1e999',
  '0x',
  '9'.repeat(40),
  '{{#sys.query#}}',
  '[[[[',
  '{a: {a: {a: ',
  'null',
  '\ud83e',
];

function spoilLine(text: string, at: number, change: (line: string) => string): string {
  const from = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const to = end < 0 ? text.length : end;
  return to < from ? text : text.slice(0, from) + change(text.slice(from, to)) + text.slice(to);
}

type Container = Record<string | number, unknown>;

function mutateTree(text: string, random: () => number): string {
  const tree = structuredClone(parseAppYaml(text)) as Container;
  for (let left = 1 + pickIndex(4, random); left > 0; left -= 1) {
    const container = pickContainer(tree, random);
    const keys = Object.keys(container);
    if (keys.length > 0) pick(treeChanges, random)(container, pick(keys, random), random);
  }
  return random() < 0.2 ? JSON.stringify(tree) : writeAppYaml(tree);
}

type TreeChange = (container: Container, key: string, random: () => number) => void;

const treeChanges: readonly TreeChange[] = [
  (container, key) => void delete container[key],
  (container, key, random) => void (container[key] = pick(strangers, random)),
  (container, key) => void (container[key] = [container[key]]),
  (container, key) => void (container[key] = { [key]: container[key] }),
  (container, key) => void (container[`${key} more`] = container[key]),
  (container, key, random) =>
    void (container[key] = container[pick(Object.keys(container), random)]),
  (container, key) => {
    if (Array.isArray(container)) container.push(structuredClone(container[Number(key)]));
  },
  (container, key) => {
    const item = container[key];
    if (typeof item === 'string') container[key] = item.repeat(3) + String(key);
  },
  (container, key, random) => {
    const item = container[key];
    if (Array.isArray(item)) item.sort(() => random() - 0.5);
  },
  (container, key) => {
    // Few enough that copies of copies stay below the size at which a file is refused.
    if (Array.isArray(container) && container.length < 100)
      for (let copies = 0; copies < 30; copies += 1) container.push(container[Number(key)]);
  },
  (container, key) => {
    let deep: unknown = container[key];
    for (let depth = 0; depth < 60; depth += 1) deep = [deep];
    container[key] = deep;
  },
];

const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  1.5,
  '',
  ' ',
  'source',
  'start',
  'iteration',
  'loop',
  'custom-note',
  'x'.repeat(5_000),
  [],
  {},
  [[]],
  [null],
  { a: null },
  ['sys', 'query'],
  '{{#a.b#}}',
  { constructor: { prototype: 1 } },
  { toString: 1 },
  'constructor',
  '__proto__',
];

/** A map or list somewhere in the tree: a walk that stops by chance. */
function pickContainer(tree: Container, random: () => number): Container {
  let container = tree;
  for (;;) {
    const inner = Object.values(container).filter(
      (value): value is Container => typeof value === 'object' && value !== null,
    );
    if (inner.length === 0 || random() < 0.15) return container;
    container = pick(inner, random);
  }
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[pickIndex(items.length, random)] as Item;
}

function pickIndex(count: number, random: () => number): number {
  return Math.floor(random() * count);
}
