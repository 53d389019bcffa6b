import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { extractZip } from '../../src/archives/extract-zip.ts';
import { makeZip, type ZipPart } from '../support/make-zip.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const signal = new AbortController().signal;

async function extract(
  bytes: Buffer,
  options: Partial<Parameters<typeof extractZip>[1]> = {},
): Promise<Record<string, string>> {
  await using directory = await temporaryDirectory();
  const archive = join(directory.path, 'made.whl');
  const target = join(directory.path, 'out');
  await writeFile(archive, bytes);
  await extractZip(archive, { directory: target, wanted: null, signal, ...options });
  const names = await readdir(target, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(
      files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(target.length + 1), await readFile(path, 'utf8')] as const;
      }),
    ),
  );
}

const file = (name: string, content: string, extra: Partial<ZipPart> = {}): ZipPart => ({
  name,
  content: Buffer.from(content),
  ...extra,
});

test('stored and compressed files come out as they went in', async () => {
  const zip = makeZip([
    file('a.txt', 'stored', { stored: true }),
    file('b/c.txt', 'deep'.repeat(10_000)),
    file('b/empty', ''),
  ]);

  const files = await extract(zip);

  assert.deepEqual(files, { 'a.txt': 'stored', 'b/c.txt': 'deep'.repeat(10_000), 'b/empty': '' });
});

test('only the wanted files are written, after their hash is found right', async () => {
  const zip = makeZip([file('keep', 'yes'), file('leave', 'no')]);
  const sha256 = createHash('sha256').update('yes').digest('hex');

  assert.deepEqual(await extract(zip, { wanted: [{ path: 'keep', sha256 }] }), { keep: 'yes' });
  await assert.rejects(extract(zip, { wanted: [{ path: 'leave', sha256 }] }), {
    code: 'pack_hash_mismatch',
  });
  await assert.rejects(extract(zip, { wanted: [{ path: 'absent', sha256 }] }), {
    code: 'pack_archive_invalid',
  });
});

for (const name of ['../out', '/etc/x', 'a/../../b', 'C:/x', 'a\\..\\b', 'a/./b', 'a//b', 'nul\0'])
  test(`an entry called ${JSON.stringify(name)} is refused`, async () => {
    await assert.rejects(extract(makeZip([file(name, 'x')])), { code: 'pack_archive_invalid' });
  });

test('a link in the archive is refused', async () => {
  const zip = makeZip([file('link', '/etc/passwd', { mode: 0o120777 })]);

  await assert.rejects(extract(zip), { code: 'pack_archive_invalid' });
});

test('an entry that unpacks to more than it claims is stopped', async () => {
  const bomb = makeZip([file('bomb', '0'.repeat(1_000_000), { claimedBytes: 10 })]);

  await assert.rejects(extract(bomb), { code: 'pack_too_large' });
});

test('an archive that unpacks to more than the limit is stopped', async () => {
  const zip = makeZip([file('a', 'x'.repeat(600)), file('b', 'x'.repeat(600))]);

  await assert.rejects(extract(zip, { limits: { filesMax: 10, totalBytesMax: 1000 } }), {
    code: 'pack_too_large',
  });
  await assert.rejects(extract(zip, { limits: { filesMax: 1, totalBytesMax: 10_000 } }), {
    code: 'pack_too_large',
  });
});

test('broken archives are named as broken', async () => {
  const good = makeZip([file('a', 'x'.repeat(1000), { stored: true })]);
  const damaged = Buffer.from(good);
  damaged.writeUInt32LE(0, 0);

  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('no zip'),
    good.subarray(0, good.length - 30),
    damaged,
    makeZip([file('secret', 'x', { encrypted: true })]),
  ])
    await assert.rejects(extract(bytes), { code: 'pack_archive_invalid' });
});
