import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FileStore } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { createLocalFileStore } from '../../src/files/local-file-store.ts';

describe('files in a directory', () => {
  let directory: string;
  let files: FileStore;
  const open = () =>
    createLocalFileStore({
      directory,
      clock: createTestClock(Date.now()),
      ids: { uuid: randomUUID },
    });
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'outpost-files-'));
    files = await open();
  });
  after(() => rmSync(directory, { recursive: true }));

  test('a stream is stored with its size and hash, and read whole or in part', async () => {
    const bytes = Buffer.from('工作流 0123456789');
    const chunks = [bytes.subarray(0, 4), bytes.subarray(4, 5), bytes.subarray(5)];

    const stored = await files.write('uploads/2026/a-1.txt', streamOf(chunks), { limitBytes: 100 });

    assert.deepEqual(stored, {
      key: 'uploads/2026/a-1.txt',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    assert.deepEqual(await readAll(files, stored.key), bytes);
    assert.deepEqual(
      await readAll(files, stored.key, { start: 10, end: 12 }),
      bytes.subarray(10, 13),
    );
    assert.deepEqual(await readAll(files, stored.key, { start: 15 }), bytes.subarray(15));
    assert.equal(await files.size(stored.key), bytes.length);
  });

  test('a stream that is too long, breaks or is aborted leaves nothing', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      throw new Error('the line broke');
    };
    const abort = AbortSignal.abort(new Error('gone'));

    await assert.rejects(files.write('a', Buffer.from('abcdef'), { limitBytes: 5 }), {
      code: 'body_too_large',
      details: { limitBytes: 5 },
    });
    await assert.rejects(files.write('a', broken(), { limitBytes: 5 }), /the line broke/);
    await assert.rejects(
      files.write('a', Buffer.from('abc'), { limitBytes: 5, signal: abort }),
      /gone/,
    );

    assert.equal(await files.size('a'), null);
    assert.deepEqual(readdirSync(join(directory, '.incoming')), []);
  });

  test('no key leads out of the directory', async () => {
    for (const key of [
      '../outpost.sqlite',
      'a/../../b',
      '/etc/passwd',
      '.incoming/x',
      'a//b',
      'a/',
      '',
      'A',
      'a\0b',
      'a\\b',
      'ab/'.repeat(100),
    ]) {
      await assert.rejects(files.write(key, Buffer.from('x'), { limitBytes: 5 }), {
        code: 'not_found',
      });
      await assert.rejects(files.read(key), { code: 'not_found' });
    }
  });

  test('a removed file is gone, and removing it again is fine', async () => {
    await files.write('b/c', Buffer.from('x'), { limitBytes: 5 });

    await files.remove('b/c');
    await files.remove('b/c');

    await assert.rejects(files.read('b/c'), { code: 'not_found' });
    assert.equal(await files.size('b'), null, 'a folder is no file');
  });

  test('what a killed process left half-written is cleared away after a day', async () => {
    const [old, fresh] = ['old', 'fresh'].map((name) => join(directory, '.incoming', name));
    for (const path of [old, fresh]) writeFileSync(path ?? '', 'x');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    utimesSync(old ?? '', twoDaysAgo, twoDaysAgo);

    await open();

    assert.deepEqual(readdirSync(join(directory, '.incoming')), ['fresh']);
    rmSync(fresh ?? '');
  });
});

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function readAll(
  files: FileStore,
  key: string,
  range?: { readonly start: number; readonly end?: number },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await files.read(key, range)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
