import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LocalModel, LocalModelIndex } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { createLocalModels, type LocalModels } from '../src/index.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const model: LocalModel = {
  name: 'small',
  kind: 'chat',
  format: 'gguf',
  file: 'models/small/small.gguf',
  tokenizerFile: null,
  sha256: '0'.repeat(64),
  sizeBytes: 1,
  architecture: 'llama',
  quantisation: 'Q4_1',
  contextTokens: 100_000,
  chatTemplate: true,
  tools: true,
  licence: null,
  source: 'test',
};
const signal = new AbortController().signal;

function localModels(directory: string): LocalModels {
  return createLocalModels({ directory, clock: createTestClock(), log: () => {} });
}

async function writeIndex(directory: string, index: LocalModelIndex | string): Promise<void> {
  await mkdir(join(directory, 'models'), { recursive: true });
  const text = typeof index === 'string' ? index : JSON.stringify(index);
  await writeFile(join(directory, 'models', 'index.json'), text);
}

test('without any pack there are no models and no error', async () => {
  await using directory = await temporaryDirectory();
  const local = localModels(directory.path);

  assert.deepEqual(await local.models(), []);
  assert.equal(await local.chat?.('small'), null);
  assert.deepEqual(local.processes(), []);
});

test('models appear in the list as soon as they are installed', async () => {
  await using directory = await temporaryDirectory();
  const local = localModels(directory.path);
  await local.models();

  await writeIndex(directory.path, { version: 1, models: [model], runtimes: [] });

  assert.deepEqual(await local.models(), [
    {
      name: 'small',
      kind: 'chat',
      mode: 'chat',
      contextTokens: 8192,
      outputTokensMax: 8192,
      features: ['structured-output', 'json-mode', 'tools'],
    },
  ]);
  assert.equal(await local.embedder('small'), null);
});

test('a model whose runtime is not installed says which command brings it', async () => {
  await using directory = await temporaryDirectory();
  await writeIndex(directory.path, { version: 1, models: [model], runtimes: [] });
  const chat = await localModels(directory.path).chat?.('small');
  assert.ok(chat);

  const stream = chat.stream({ messages: [], parameters: {} }, { signal });

  await assert.rejects(stream[Symbol.asyncIterator]().next(), {
    code: 'local_runtime_missing',
    message: /outpost model pull llama-runtime/,
  });
});

for (const [what, text] of [
  ['is no JSON', '{'],
  ['has another version', '{"version":2}'],
  [
    'leads out of the folder',
    JSON.stringify({ version: 1, models: [{ ...model, file: '../x' }], runtimes: [] }),
  ],
] as const)
  test(`an index that ${what} is refused with its file and the reason`, async () => {
    await using directory = await temporaryDirectory();
    await writeIndex(directory.path, text);

    await assert.rejects(localModels(directory.path).models(), {
      code: 'local_models_unreadable',
      message: /index\.json/,
    });
  });
