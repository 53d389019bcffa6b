// Makes a node kind: `node scripts/create-node-kind.ts word-count` writes its folder and its test
// from the templates, runs as it is, and stands in the list of kinds.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const kind = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kind)) {
  console.error(
    'Name the kind in small letters and dashes: node scripts/create-node-kind.ts word-count',
  );
  process.exit(2);
}

const nodes = new URL('../packages/nodes/', import.meta.url);
const sources = new URL(`src/${kind}/`, nodes);
const tests = new URL(`test/${kind}/`, nodes);
if (existsSync(sources)) {
  console.error(`There is a folder packages/nodes/src/${kind} already.`);
  process.exit(5);
}

const words = kind.split('-');
const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
const names: Readonly<Record<string, string>> = {
  __kind__: kind,
  __Pascal__: pascal,
  __camel__: pascal.charAt(0).toLowerCase() + pascal.slice(1),
  __Title__: kind.charAt(0).toUpperCase() + words.join(' ').slice(1),
};

const templates = new URL('templates/node-kind/', import.meta.url);
for (const folder of [sources, tests]) mkdirSync(folder, { recursive: true });
for (const file of readdirSync(templates)) {
  const name = file.replace(/\.txt$/, '');
  const text = readFileSync(new URL(file, templates), 'utf8').replace(
    /__[A-Za-z]+__/g,
    (mark) => names[mark] ?? mark,
  );
  const target = name === 'test.ts' ? new URL(`${kind}.test.ts`, tests) : new URL(name, sources);
  writeFileSync(target, text);
}

await import('./generate-node-kinds.ts');
console.log(`packages/nodes/src/${kind} is there. Next: docs/adding-a-node.md, from step 2.`);
