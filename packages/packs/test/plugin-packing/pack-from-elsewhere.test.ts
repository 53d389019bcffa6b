import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseTarget } from '../../src/index.ts';
import { makeElf } from '../support/make-elf.ts';
import { lockedWheels } from '../support/make-lock.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makeZip } from '../support/make-zip.ts';
import { packWith } from '../support/packer.ts';
import { startPackageIndex } from '../support/package-index.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import {
  arm,
  intel,
  native,
  sdk,
  armlib,
  all,
  rows,
  project,
  lockText,
  writeFolder,
} from '../support/locked-plugin.ts';

test('a wheel that a lock does not list is found on the index', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const changed = [
    lockedWheels([sdk], ['gevent']),
    { ...lockedWheels([native('x86_64')]), wheels: [] },
  ];
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url, changed),
  });

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
    targets: [intel],
  });

  assert.equal(packages.length, 1);
});

test('a folder with wheels of one’s own comes first', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex([sdk, armlib]);
  const wheels = join(directory.path, 'built');
  await mkdir(wheels);
  const built = native('aarch64', '26.5.0', '2_17');
  await writeFile(join(wheels, built.filename), built.bytes);
  const changed = [
    lockedWheels([sdk], ['gevent', 'armlib']),
    lockedWheels([armlib]),
    { project: 'gevent', version: '26.5.0', wheels: [], hasSourceArchive: true },
  ];
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url, changed),
  });

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
    targets: [parseTarget('manylinux_2_28_aarch64')],
    wheelFolders: [wheels],
  });

  assert.equal(packages.length, 1);
});

test('code for another machine behind a fitting tag refuses the target', async () => {
  await using directory = await temporaryDirectory();
  const liar = makeWheel({
    project: 'gevent',
    version: '26.5.0',
    tag: 'cp312-cp312-manylinux_2_28_aarch64',
    files: { 'gevent/core.so': makeElf({ machine: 62 }) },
  });
  await using server = await startPackageIndex([sdk, armlib, liar]);
  const changed = [rows[0] ?? lockedWheels([sdk]), lockedWheels([liar]), lockedWheels([armlib])];
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url, changed),
  });

  const { verdicts, packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
    targets: [arm],
  });

  assert.deepEqual(packages, []);
  assert.match(
    verdicts[0]?.problems[0]?.words.en ?? '',
    /contains x86_64 code \(gevent\/core\.so\), which does not run on Linux aarch64/,
  );
});

test('a file that is not the locked one is not packed', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  server.files.set(`/files/${sdk.filename}`, { body: armlib.bytes });
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
  });

  await assert.rejects(
    packWith(['local', folder], { url: server.url, directory: directory.path }),
    { code: 'pack_hash_mismatch' },
  );
});

test('files of a lock that names a mirror are taken from the index of this machine', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText('http://mirror.invalid'),
  });

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
  });

  assert.equal(packages.length, 1);
});

test('a page instead of a package, and another plugin than asked for, are named', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const path = '/market/api/v1/plugins/acme/demo/0.0.1/download';
  const other = makeZip(
    Object.entries(pluginFiles({ name: 'other' })).map(([name, content]) => ({
      name,
      content: Buffer.from(content),
    })),
  );
  const pack = () =>
    packWith(['market', 'acme', 'demo', '0.0.1'], { url: server.url, directory: directory.path });

  await assert.rejects(pack(), { code: 'pack_not_found' });
  server.files.set(path, { body: '<html>' });
  await assert.rejects(pack(), /answered with a page/);
  server.files.set(path, { body: other });
  await assert.rejects(pack(), /it is acme\/other 0\.0\.1, not acme\/demo 0\.0\.1/);
});

test('a release address is followed, and a package for each target is written when asked', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const files = { ...pluginFiles(), 'pyproject.toml': project, 'uv.lock': lockText(server.url) };
  const body = await readFile(await writePlugin(directory.path, files));
  server.files.set('/github/acme/plugins/releases/download/v1.0/demo.difypkg', { body });

  const { packages, source } = await packWith(['github', 'acme/plugins', 'v1.0', 'demo.difypkg'], {
    url: server.url,
    directory: directory.path,
    isSeparate: true,
    suffix: 'inner',
  });

  assert.deepEqual(
    packages.map(({ file }) => file.slice(file.lastIndexOf('/') + 1)),
    [
      'acme-demo_0.0.1-inner-cp312-manylinux_2_28_x86_64.difypkg',
      'acme-demo_0.0.1-inner-cp312-manylinux_2_28_aarch64.difypkg',
    ],
  );
  assert.match(
    source.address,
    /\/github\/acme\/plugins\/releases\/download\/v1\.0\/demo\.difypkg$/,
  );
});
