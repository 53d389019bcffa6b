import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeDataDirectory } from '../src/make-data-directory.ts';

test('a data directory is made with what is missing above it, for its owner only', () => {
  const root = mkdtempSync(join(tmpdir(), 'outpost-directory-'));
  const directory = join(root, 'a', 'b', 'c');

  makeDataDirectory(directory);
  makeDataDirectory(directory);

  assert.equal(statSync(directory).mode & 0o777, 0o700);
  rmSync(root, { recursive: true });
});

test('a place where no directory can be made is refused by its name, at once', () => {
  const root = mkdtempSync(join(tmpdir(), 'outpost-directory-'));
  const file = join(root, 'file');
  writeFileSync(file, '');
  // On Linux the kernel takes no directories into /proc; elsewhere there is none.
  const places = [file, join(file, 'data'), '/proc/outpost/data'];

  for (const directory of process.platform === 'linux' ? places : places.slice(0, 2))
    assert.throws(() => makeDataDirectory(directory), {
      code: 'data_directory_unusable',
      message: new RegExp(directory),
    });
  rmSync(root, { recursive: true });
});
