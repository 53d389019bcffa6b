import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPluginPackage, parseTarget, planPackage } from '../../src/index.ts';
import { makeElf } from '../support/make-elf.ts';
import { lockedWheels, makeLock } from '../support/make-lock.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeWheel, type MadeWheel } from '../support/make-wheel.ts';
import { startPackageIndex } from '../support/package-index.ts';
import { packWith } from '../support/packer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const arm = parseTarget('aarch64');
const intel = parseTarget('x86_64');
const unreachable = 'http://127.0.0.1:9';

const sdk = makeWheel({
  project: 'dify_plugin',
  version: '0.0.1b65',
  requires: ['gevent~=24.2.1'],
});
const gevent = (architecture: 'x86_64' | 'aarch64'): MadeWheel =>
  makeWheel({
    project: 'gevent',
    version: '24.2.1',
    tag: `cp312-cp312-manylinux_2_17_${architecture}.manylinux2014_${architecture}`,
    files: { 'gevent/core.so': makeElf({ machine: architecture === 'x86_64' ? 62 : 183 }) },
  });

/** A package as the well-known script makes it: wheels of one machine, no index. */
function scripted(wheels: readonly MadeWheel[]): Record<string, string | Buffer> {
  return {
    ...pluginFiles(),
    'requirements.txt':
      '--no-index --find-links=./wheels/\n--no-index\n--find-links=./wheels/\ndify-plugin==0.0.1b65\n',
    ...Object.fromEntries(wheels.map(({ filename, bytes }) => [`wheels/${filename}`, bytes])),
  };
}

test('a package pinned to dify-plugin 0.0.1b65 whose gevent is for x86-64 is refused for aarch64, with wheel, platform and fix', async () => {
  await using directory = await temporaryDirectory();
  const file = await writePlugin(directory.path, scripted([sdk, gevent('x86_64')]));

  const { verdicts, packages } = await packWith([file], {
    url: unreachable,
    directory: directory.path,
    targets: [arm],
  });

  assert.deepEqual(packages, []);
  assert.deepEqual(await readdir(join(directory.path, 'out')).catch(() => []), []);
  assert.equal(
    verdicts[0]?.problems[0]?.words.en,
    'The wheel gevent-24.2.1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl is for x86_64, not for Linux aarch64, glibc 2.28, Python 3.12. Where the internet can be reached, pack it for this target: outpost plugin pack market acme demo 0.0.1 --target manylinux_2_28_aarch64 (or from its file: outpost plugin pack FILE --refetch --target manylinux_2_28_aarch64).',
  );
  assert.match(
    verdicts[0]?.problems[0]?.words.zh ?? '',
    /gevent-24\.2\.1.*适用于 x86_64，不适用于 Linux aarch64.*--target manylinux_2_28_aarch64/,
  );
});

test('the same package with the wheel for aarch64 is accepted, from its own wheels alone', async () => {
  await using directory = await temporaryDirectory();
  const file = await writePlugin(directory.path, scripted([sdk, gevent('aarch64')]));

  const { packages } = await packWith([file], {
    url: unreachable,
    directory: directory.path,
    targets: [arm],
  });

  await using opened = await openPluginPackage(packages[0]?.file ?? '');
  assert.deepEqual((await planPackage(opened, arm)).problems, []);
  assert.match(
    (await planPackage(opened, intel)).problems[0]?.words.en ?? '',
    /^The wheel gevent-.* is for aarch64, not for Linux x86_64/,
  );
});

test('a package that was packed for one machine is packed anew for another from the lock that it keeps', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex([sdk, gevent('x86_64'), gevent('aarch64')]);
  const lock = makeLock(
    [lockedWheels([sdk], ['gevent']), lockedWheels([gevent('x86_64'), gevent('aarch64')])],
    { needs: ['dify-plugin'], url: server.url },
  );
  const file = await writePlugin(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': '[project]\nname = "demo"\ndependencies = ["dify_plugin"]\n',
    'uv.lock': lock,
  });
  const first = await packWith([file], {
    url: server.url,
    directory: directory.path,
    targets: [intel],
    suffix: 'one',
  });
  const made = first.packages[0]?.file ?? '';

  const second = await packWith([made], {
    url: server.url,
    directory: directory.path,
    targets: [arm],
    isRefetched: true,
    suffix: 'two',
  });
  const direct = await packWith([file], {
    url: server.url,
    directory: directory.path,
    targets: [arm],
    suffix: 'three',
  });

  await using opened = await openPluginPackage(second.packages[0]?.file ?? '');
  assert.deepEqual((await planPackage(opened, arm)).problems, []);
  const provenance = async (path: string) => {
    await using source = await openPluginPackage(path);
    const text = (await source.read('.outpost/provenance.json'))?.toString() ?? '';
    return (JSON.parse(text) as { upstream: unknown }).upstream;
  };
  assert.deepEqual(
    await provenance(second.packages[0]?.file ?? ''),
    await provenance(direct.packages[0]?.file ?? ''),
  );
});

test('a plugin without dependencies is refused with what it lacks', async () => {
  await using directory = await temporaryDirectory();
  const file = await writePlugin(directory.path, pluginFiles());

  const { verdicts, packages } = await packWith([file], {
    url: unreachable,
    directory: directory.path,
  });

  assert.deepEqual(packages, []);
  assert.match(verdicts[0]?.problems[0]?.words.en ?? '', /names no dependencies/);
});

test('nothing is left behind when the written package does not hold what it promises', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex([sdk, gevent('aarch64')]);
  // The lock forgets that the SDK needs gevent.
  const lock = makeLock([lockedWheels([sdk])], { needs: ['dify-plugin'], url: server.url });
  const file = await writePlugin(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': '[project]\nname = "demo"\ndependencies = ["dify_plugin"]\n',
    'uv.lock': lock,
  });

  await assert.rejects(
    packWith([file], { url: server.url, directory: directory.path, targets: [arm] }),
    /needs gevent~=24\.2\.1, but the package holds no wheel/,
  );

  assert.deepEqual(await readdir(join(directory.path, 'out')), []);
  assert.ok((await readFile(file)).length > 0);
});
