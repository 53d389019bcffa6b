import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import {
  baseWheelLock,
  installedWheels,
  installLibraryPack,
  libraryPackLock,
  listLibraryPacks,
  packForModule,
  removeLibraryPack,
} from '../../src/libraries/library-packs.ts';
import { ensureWheels, sha256 } from '../../src/libraries/wheels.ts';

const greeting = fileURLToPath(
  new URL('../fixtures/greeting-1.0-py3-none-any.whl', import.meta.url),
);
const baseWheels = fileURLToPath(new URL('../../assets/wheels', import.meta.url));
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error));
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'packs-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('no packs are installed where nothing is', async () => {
  assert.deepEqual(await listLibraryPacks(join(directory, 'nowhere')), []);
});

test('an installed pack is listed with the hashes of its files', async () => {
  await installLibraryPack({ name: 'greeting', directory, wheels: [greeting] });

  const [pack] = await listLibraryPacks(directory);

  assert.deepEqual(pack, {
    name: 'greeting',
    wheels: [
      {
        project: 'greeting',
        version: '1.0',
        file: basename(greeting),
        sha256: sha256(readFileSync(greeting)),
      },
    ],
  });
});

test('a removed pack is gone, and one that is not there is missed', async () => {
  await installLibraryPack({ name: 'greeting', directory, wheels: [greeting] });

  await removeLibraryPack('greeting', directory);

  assert.deepEqual(await listLibraryPacks(directory), []);
  assert.equal(await removeLibraryPack('greeting', directory).catch(codeOf), 'not_found');
});

test('a known pack is held to its hashes, and a refused one leaves what was there', async () => {
  const [wheel] = libraryPackLock.find(({ name }) => name === 'six')?.wheels ?? [];
  assert.ok(wheel);
  const wrong = join(directory, wheel.file);
  writeFileSync(wrong, 'not the wheel');
  const packs = join(directory, 'packs');

  const refused = await installLibraryPack({
    name: 'six',
    directory: packs,
    wheels: [wrong],
  }).catch(codeOf);

  assert.equal(refused, 'pack_hash_mismatch');
  assert.deepEqual(await listLibraryPacks(packs), []);
});

for (const [what, name, file] of [
  ['a file with native code', 'numpy', 'numpy-2.4.0-cp314-cp314-manylinux_2_28_x86_64.whl'],
  ['a source distribution that no lock knows', 'thing', 'thing-1.0.tar.gz'],
  ['a wheel for Python 2', 'old', 'old-1.0-py2-none-any.whl'],
  ['a name that leaves the directory', '../escape', 'escape-1.0-py3-none-any.whl'],
  ['a file that a known pack does not have', 'six', 'seven-1.0-py3-none-any.whl'],
] as const)
  test(`a pack is refused: ${what}`, async () => {
    const path = join(directory, file);
    writeFileSync(path, 'x');

    const refused = await installLibraryPack({ name, directory, wheels: [path] }).catch(codeOf);

    assert.equal(refused, 'library_pack_invalid');
  });

test('the files of every installation are the locked ones', async () => {
  const { files, preload } = await installedWheels(baseWheels, join(directory, 'none'));

  assert.deepEqual(
    files.map(({ file }) => file),
    baseWheelLock.map(({ file }) => file),
  );
  assert.ok(preload.includes('jinja2'));
});

test('an installed file that was changed afterwards is not used', async () => {
  await installLibraryPack({ name: 'greeting', directory, wheels: [greeting] });
  writeFileSync(join(directory, 'greeting', basename(greeting)), 'changed');

  assert.equal(await installedWheels(baseWheels, directory).catch(codeOf), 'pack_hash_mismatch');
});

test('missing wheels are fetched, those that are there are not', async () => {
  const bytes = readFileSync(greeting);
  const wheel = {
    project: 'greeting',
    version: '1.0',
    file: basename(greeting),
    sha256: sha256(bytes),
  };
  const fetched: string[] = [];
  const fetchWheel = (asked: { readonly file: string }) => {
    fetched.push(asked.file);
    return Promise.resolve(bytes);
  };

  const first = await ensureWheels([wheel], directory, fetchWheel);
  const second = await ensureWheels([wheel], directory, fetchWheel);

  assert.deepEqual([first, second], [[join(directory, wheel.file)], first]);
  assert.deepEqual(fetched, [wheel.file]);
});

test('a fetched wheel with another hash is refused and not kept', async () => {
  const wheel = {
    project: 'x',
    version: '1',
    file: 'x-1-py3-none-any.whl',
    sha256: '0'.repeat(64),
  };

  const refused = await ensureWheels([wheel], directory, () =>
    Promise.resolve(Buffer.from('other')),
  ).catch(codeOf);

  assert.equal(refused, 'pack_hash_mismatch');
  assert.throws(() => readFileSync(join(directory, wheel.file)));
});

test('a module leads to the pack that brings it', () => {
  assert.deepEqual(
    ['yaml', 'dateutil.parser', 'json_repair', 'something_else.part'].map(packForModule),
    ['pyyaml', 'python-dateutil', 'json-repair', 'something_else'],
  );
});
