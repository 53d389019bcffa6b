/**
 * Begins a model provider of the OpenAI family: its folder, its row in the registry and its test.
 *
 *     node scripts/create-provider.ts <id> <English name> <Chinese name> [address]
 *
 * With an address it is a vendor's; without one, a server that people run themselves. What to do
 * next is in docs/adding-a-provider.md.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const models = join(root, 'packages/models');

function main(): void {
  const [id, title, titleZh, address] = process.argv.slice(2);
  if (!id || !title || !titleZh)
    throw new Error(
      'Say what it is called: create-provider.ts <id> <English name> <Chinese name> [address]',
    );
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new Error(`“${id}” is no id: use small letters, digits and single hyphens.`);
  const folder = join(models, 'src/providers', id);
  if (existsSync(folder)) throw new Error(`The provider ${id} is there already.`);
  const words = {
    id,
    title: quoted(title),
    titleZh: quoted(titleZh),
    name: id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    address: address
      ? `baseUrl: '${quoted(new URL(address).href.replace(/\/$/, ''))}'`
      : "baseUrlExample: 'http://127.0.0.1:8000/v1',\n  selfHosted: true",
  };
  mkdirSync(folder);
  writeFileSync(join(folder, 'provider.ts'), fill('provider.ts.txt', words));
  const test = join(models, 'test/providers', `${id}.test.ts`);
  writeFileSync(test, fill('test.ts.txt', words));
  register(words);
  console.log(`Written:
  packages/models/src/providers/${id}/provider.ts
  packages/models/test/providers/${id}.test.ts
  and a row in packages/models/src/providers/registry.ts
Next: docs/adding-a-provider.md`);
}

function fill(template: string, words: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(root, 'scripts/templates/provider', template), 'utf8');
  return text.replace(/\{\{(\w+)\}\}/g, (_, word: string) => words[word] ?? '');
}

/** Imports stay in alphabetical order; the list is what people choose from, and the new one is its last. */
function register({ id, name }: { readonly id: string; readonly name: string }): void {
  const file = join(models, 'src/providers/registry.ts');
  const source = readFileSync(file, 'utf8');
  const imports = [...source.matchAll(/^import \{ \w+ \} from '\.\/([\w-]+)\/provider\.ts';\n/gm)];
  const next = imports.find(([, other = '']) => other > id) ?? imports.at(-1);
  if (!next) throw new Error('registry.ts has no imports to add to.');
  const row = `import { ${name} } from './${id}/provider.ts';\n`;
  const at = next[1] !== undefined && next[1] > id ? next.index : next.index + next[0].length;
  const imported = source.slice(0, at) + row + source.slice(at);
  writeFileSync(
    file,
    imported.replace(/(const all: readonly Provider\[\] = \[[^\]]*)\]/, `$1  ${name},\n]`),
  );
}

function quoted(text: string): string {
  return text.replace(/['\\]/g, '\\$&');
}

main();
