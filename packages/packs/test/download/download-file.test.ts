import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { downloadFile, type DownloadOptions } from '../../src/download/download-file.ts';
import { startFileServer } from '../support/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const body = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 251));
const sha256 = createHash('sha256').update(body).digest('hex');

function options(
  url: string,
  directory: string,
  extra: Partial<DownloadOptions> = {},
): DownloadOptions {
  return {
    url,
    file: join(directory, 'file'),
    sha256,
    bytesMax: 1_000_000,
    fetch,
    signal: new AbortController().signal,
    limits: { retryDelayMs: 1, idleTimeoutMs: 5000 },
    ...extra,
  };
}

test('a file appears under its name when it is complete, and nothing else remains', async () => {
  await using server = await startFileServer({ '/f': { body, etag: '"1"' } });
  await using directory = await temporaryDirectory();
  const progress: number[] = [];

  const result = await downloadFile(
    options(`${server.url}/f`, directory.path, { onProgress: (done) => progress.push(done) }),
  );

  assert.deepEqual(result, { sha256, sizeBytes: body.length });
  assert.deepEqual(await readFile(join(directory.path, 'file')), body);
  assert.deepEqual(await readdir(directory.path), ['file']);
  assert.equal(progress.at(-1), body.length);
});

test('a download whose connection breaks goes on where it stopped', async () => {
  const file = { body, etag: '"1"', stopsAfter: [70_000, 50_000] };
  await using server = await startFileServer({ '/f': file });
  await using directory = await temporaryDirectory();

  await downloadFile(
    options(`${server.url}/f`, directory.path, {
      onProgress: (done) => {
        if (done === 70_000 || done === 120_000) server.breakConnections();
      },
    }),
  );

  assert.deepEqual(await readFile(join(directory.path, 'file')), body);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.range),
    [undefined, 'bytes=70000-', 'bytes=120000-'],
  );
});

test('a second call goes on with what the first one left', async () => {
  await using server = await startFileServer({ '/f': { body, etag: '"1"' } });
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'file.part'), body.subarray(0, 150_000));

  await downloadFile(options(`${server.url}/f`, directory.path));

  assert.equal(server.requests[0]?.headers.range, 'bytes=150000-');
  assert.deepEqual(await readFile(join(directory.path, 'file')), body);
});

test('a file that changed on the server in between is fetched from its beginning', async () => {
  await using server = await startFileServer({ '/f': { body, etag: '"2"' } });
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'file.part'), Buffer.alloc(1000));
  await writeFile(join(directory.path, 'file.part.validator'), '"1"');

  await downloadFile(options(`${server.url}/f`, directory.path, { sha256: null }));

  assert.equal(server.requests[0]?.headers['if-range'], '"1"');
  assert.deepEqual(await readFile(join(directory.path, 'file')), body);
});

test('a spoiled part is thrown away once, and the file fetched whole', async () => {
  await using server = await startFileServer({ '/f': { body } });
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'file.part'), Buffer.alloc(1000));

  await downloadFile(options(`${server.url}/f`, directory.path));

  assert.deepEqual(await readFile(join(directory.path, 'file')), body);
});

test('a file with another hash is refused and leaves nothing behind', async () => {
  const changed = Buffer.from(body);
  changed[100_000] = 255;
  await using server = await startFileServer({ '/f': { body: changed } });
  await using directory = await temporaryDirectory();

  await assert.rejects(downloadFile(options(`${server.url}/f`, directory.path)), {
    code: 'pack_hash_mismatch',
  });

  assert.deepEqual(await readdir(directory.path), []);
});

test('a file larger than allowed is not fetched', async () => {
  await using server = await startFileServer({ '/f': { body } });
  await using directory = await temporaryDirectory();

  await assert.rejects(
    downloadFile(options(`${server.url}/f`, directory.path, { bytesMax: 1000 })),
    { code: 'pack_too_large' },
  );
});

test('a missing file, a silent server and a dead one are told apart', async () => {
  await using server = await startFileServer({ '/silent': { body, silent: true } });
  await using directory = await temporaryDirectory();
  const limits = { retryDelayMs: 1, idleTimeoutMs: 30, attemptsMax: 2 };

  await assert.rejects(downloadFile(options(`${server.url}/none`, directory.path)), {
    code: 'pack_not_found',
  });
  await assert.rejects(
    downloadFile(options(`${server.url}/silent`, directory.path, { limits })),
    (error: Error) => /silent for 30 ms/.test(error.message),
  );
  await assert.rejects(downloadFile(options('http://127.0.0.1:9/f', directory.path, { limits })), {
    code: 'pack_unreachable',
  });
});

test('credentials in the address are sent as a header and never shown', async () => {
  await using server = await startFileServer({ '/f': { body } });
  await using directory = await temporaryDirectory();
  const url = server.url.replace('http://', 'http://reader:s%40cret@');

  await downloadFile(options(`${url}/f`, directory.path));

  const expected = `Basic ${Buffer.from('reader:s@cret').toString('base64')}`;
  assert.equal(server.requests[0]?.headers.authorization, expected);
  await assert.rejects(
    downloadFile(options(`${url}/none`, directory.path)),
    (error: Error) => !error.message.includes('cret'),
  );
});

test('an aborted download keeps its part and says why it ended', async () => {
  await using server = await startFileServer({ '/f': { body, silent: true } });
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, 'file.part'), body.subarray(0, 10));
  const controller = new AbortController();
  const reason = new Error('the user left');

  const running = downloadFile(
    options(`${server.url}/f`, directory.path, { signal: controller.signal }),
  );
  controller.abort(reason);

  await assert.rejects(running, reason);
  assert.deepEqual(await readdir(directory.path), ['file.part']);
});
