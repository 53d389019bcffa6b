import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { extractTarball } from '../../src/archives/extract-tar.ts';
import { makeTarball } from '../support/make-tarball.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const signal = new AbortController().signal;

async function extractIn(
  directory: string,
  bytes: Buffer,
  options: Partial<Parameters<typeof extractTarball>[1]> = {},
): Promise<void> {
  const archive = join(directory, 'made.tgz');
  await writeFile(archive, bytes);
  await extractTarball(archive, {
    directory: join(directory, 'out'),
    wanted: null,
    signal,
    ...options,
  });
}

test('files come out without the first folder, long names included', async () => {
  await using directory = await temporaryDirectory();
  const long = `package/${'deep/'.repeat(30)}file`;
  const row = ` path=${long}\n`;
  const record = `${row.length + 3}${row}`;
  const tarball = makeTarball([
    { name: 'package', type: '5' },
    { name: 'package/a.js', content: 'a'.repeat(700) },
    { name: 'pax', type: 'x', content: record },
    { name: 'cut', content: 'long' },
  ]);

  await extractIn(directory.path, tarball);

  assert.equal(await readFile(join(directory.path, 'out', 'a.js'), 'utf8'), 'a'.repeat(700));
  assert.equal(
    await readFile(join(directory.path, 'out', 'deep/'.repeat(30), 'file'), 'utf8'),
    'long',
  );
});

test('links and names that leave the folder are refused', async () => {
  await using directory = await temporaryDirectory();

  for (const part of [
    { name: 'package/link', type: '2' },
    { name: 'package/../../x', content: 'x' },
    { name: 'package//etc/x', content: 'x' },
  ])
    await assert.rejects(extractIn(directory.path, makeTarball([part])), {
      code: 'pack_archive_invalid',
    });
});

test('more than the limits allow is stopped', async () => {
  await using directory = await temporaryDirectory();
  const tarball = makeTarball([{ name: 'package/a', content: 'x'.repeat(5000) }]);

  await assert.rejects(
    extractIn(directory.path, tarball, { limits: { filesMax: 9, totalBytesMax: 4000 } }),
    { code: 'pack_too_large' },
  );
});

test('what is no tar file, or is cut off, is named as broken', async () => {
  await using directory = await temporaryDirectory();
  const good = makeTarball([{ name: 'package/a', content: 'x'.repeat(5000) }]);

  for (const bytes of [
    Buffer.from('plain'),
    gzipSync(Buffer.alloc(600, 65)),
    good.subarray(0, good.length - 20),
  ])
    await assert.rejects(extractIn(directory.path, bytes), { code: 'pack_archive_invalid' });
});
