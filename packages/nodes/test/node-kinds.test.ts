import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse as parseYaml } from 'yaml';
import { createNodeKinds, nodeKinds } from '../src/index.ts';

const kinds = createNodeKinds();
const sources = join(import.meta.dirname, '../src');

test('every folder with an index is a kind of that name, and is in the list', () => {
  const folders = readdirSync(sources).filter((name) =>
    existsSync(join(sources, name, 'index.ts')),
  );
  // App files give notes no type at all.
  const types = folders.map((name) => (name === 'note' ? '' : name));
  assert.deepEqual(nodeKinds.map(({ type }) => type).toSorted(), types.toSorted());
});

test('every type is there once', () => assert.equal(kinds.size, nodeKinds.length));

for (const { type, manifest, traits, ...kind } of nodeKinds) {
  const name = type || 'note';
  test(`${name}: people read its name and what it does in both languages`, () => {
    for (const words of [manifest.title, manifest.description]) {
      assert.notEqual(words.en, '');
      assert.match(words.zh, /\p{Script=Han}|Webhook/u);
    }
  });

  test(`${name}: it runs, contains, or is a note – one of the three`, () => {
    const ways = [kind.run !== undefined, kind.container !== undefined, traits.note === true];
    assert.equal(ways.filter(Boolean).length, 1);
  });

  test(`${name}: only response nodes print`, () =>
    assert.equal(kind.response !== undefined, traits.response ?? false));
}

/** What an author has not chosen yet; a model, say. */
const incomplete = new Set(['llm', 'question-classifier', 'parameter-extractor']);

for (const kind of nodeKinds)
  if (!incomplete.has(kind.type))
    test(`${kind.type || 'note'}: a freshly added node is read without a complaint`, () => {
      kind.parse({ id: 'n', title: 'N', config: kind.manifest.defaults });
    });

interface FileNode {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>> & {
    readonly type: string;
    readonly title?: string;
  };
}

/** Files that people exported elsewhere; `OUTPOST_CORPUS` names another folder of such files. */
const corpus =
  process.env['OUTPOST_CORPUS'] ?? join(import.meta.dirname, '../../dsl/test/fixtures/corpus');
const envelope = new Set([
  'type',
  'title',
  'desc',
  'selected',
  'error_strategy',
  'default_value',
  'retry_config',
]);

for (const file of readdirSync(corpus).filter((name) => /\.ya?ml$/.test(name)))
  test(`every node of ${file} is read, and tells its references, outputs and handles`, () => {
    const document = parseYaml(readFileSync(join(corpus, file), 'utf8')) as {
      readonly workflow?: { readonly graph: { readonly nodes: readonly FileNode[] } };
    };
    for (const { id, data } of document.workflow?.graph.nodes ?? []) {
      const kind = kinds.get(data.type);
      assert.ok(kind, `kind ${data.type}`);
      const config = Object.fromEntries(Object.entries(data).filter(([key]) => !envelope.has(key)));
      const parsed = kind.parse({ id, title: data.title ?? '', config });
      for (const selector of kind.references(parsed))
        assert.ok(selector.every((part) => typeof part === 'string'));
      for (const outputType of Object.values(kind.outputs(parsed))) assert.notEqual(outputType, '');
      for (const handle of kind.handles?.(parsed) ?? []) assert.equal(typeof handle, 'string');
    }
  });
