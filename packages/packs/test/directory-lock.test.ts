import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { withDirectoryLock } from '../src/directory-lock.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const { signal } = new AbortController();

test('work under one lock is done one after the other, whatever becomes of it', async () => {
  await using directory = await temporaryDirectory();
  const lockFile = join(directory.path, 'inside', '.lock');
  const story: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    story.push(`${name} begins`);
    await new Promise<void>((resolve) => setImmediate(resolve));
    story.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
    return name;
  };

  const results = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => withDirectoryLock(lockFile, signal, work(name))),
  );

  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled'],
  );
  for (let place = 0; place < story.length; place += 2)
    assert.equal(story[place]?.[0], story[place + 1]?.[0], story.join(', '));
});

test('a lock file left by a process that died at once holds nobody up', async () => {
  await using directory = await temporaryDirectory();
  const lockFile = join(directory.path, 'inside', '.lock');
  await withDirectoryLock(lockFile, signal, async () => {});
  await writeFile(lockFile, '');

  const done = await withDirectoryLock(lockFile, AbortSignal.timeout(5_000), async () => 'done');

  assert.equal(done, 'done');
});

test('who waits for a lock can give up', async () => {
  await using directory = await temporaryDirectory();
  const lockFile = join(directory.path, 'inside', '.lock');
  const waiting = new AbortController();

  await withDirectoryLock(lockFile, signal, async () => {
    const second = withDirectoryLock(lockFile, waiting.signal, async () => 'never');
    waiting.abort(new Error('enough'));
    await assert.rejects(second, /enough|aborted/);
  });
});
