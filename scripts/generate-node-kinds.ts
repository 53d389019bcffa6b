/** Writes `src/generated/kinds.ts` from the folders: one that has an `index.ts` is a kind. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';

const sources = new URL('../packages/nodes/src/', import.meta.url);
const folders = readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, sources)))
  .map((entry) => entry.name)
  .toSorted();

writeFileSync(new URL('generated/kinds.ts', sources), kindList(folders));

function kindList(names: readonly string[]): string {
  return [
    '// Written by scripts/generate-node-kinds.ts; run it after adding or removing a kind.',
    "import type { NodeKind } from '@outpost/contracts';",
    ...names.map((name) => `import { ${camelCase(name)} } from '../${name}/index.ts';`),
    '',
    '/** Every built-in kind, by the order of its name. */',
    'export const nodeKinds: readonly NodeKind[] = [',
    ...names.map((name) => `  ${camelCase(name)},`),
    '];',
    '',
  ].join('\n');
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}
