import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPluginPackage, planPackage, signFiles, verifySignature } from '../../src/index.ts';
import { lockedWheels, type LockedRow } from '../support/make-lock.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makeTestKey } from '../support/test-key.ts';
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
  project,
  lockText,
  writeFolder,
  acme,
} from '../support/locked-plugin.ts';

test('a folder with a lock becomes one package for both architectures that installs by unpacking', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
    '.difyignore': 'wheels/\nsecret.txt\n',
    'secret.txt': 'x',
    'old.difypkg': 'x',
  });

  const outcome = await packWith(['local', folder], { url: server.url, directory: directory.path });

  assert.deepEqual(
    outcome.verdicts.map(({ isAccepted, glibc }) => [isAccepted, glibc]),
    [
      [true, '2.28'],
      [true, '2.28'],
    ],
  );
  assert.equal(outcome.dependenciesFrom, 'uv.lock');
  const [built] = outcome.packages;
  assert.ok(built?.file.endsWith('acme-demo_0.0.1-offline.difypkg'));
  await using opened = await openPluginPackage(built?.file ?? '');
  const names = opened.entries.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => name.startsWith('wheels/')).toSorted(),
    [armlib, sdk, native('x86_64'), native('aarch64')]
      .map(({ filename }) => `wheels/${filename}`)
      .toSorted(),
  );
  for (const absent of ['secret.txt', 'old.difypkg', 'uv.lock', 'pyproject.toml'])
    assert.ok(!names.includes(absent), absent);
  assert.equal((await opened.read('.difyignore'))?.toString(), 'secret.txt\n');
  assert.equal((await opened.read('.outpost/upstream/uv.lock'))?.toString(), lockText(server.url));
  for (const target of [arm, intel]) {
    const plan = await planPackage(opened, target);
    assert.deepEqual(plan.problems, []);
    assert.equal(plan.wheels.length, target === arm ? 3 : 2);
  }
});

test('the requirements file is the one that pip and every daemon read: pinned, hashed, local', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
  });

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
  });

  await using opened = await openPluginPackage(packages[0]?.file ?? '');
  const gevent = [native('x86_64'), native('aarch64')].map(({ sha256 }) => sha256).toSorted();
  assert.equal(
    (await opened.read('requirements.txt'))?.toString(),
    `--no-index
--find-links ./wheels/
armlib==1.0 ; platform_machine == "aarch64" \\
    --hash=sha256:${armlib.sha256}
dify-plugin==0.9.0 \\
    --hash=sha256:${sdk.sha256}
gevent==26.5.0 \\
    --hash=sha256:${gevent[0]} \\
    --hash=sha256:${gevent[1]}
`,
  );
});

test('a repeat gives the same bytes, from another cache and with a signature, too', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
  });

  const files: Buffer[] = [];
  for (const name of ['one', 'two']) {
    const { packages } = await packWith(['local', folder], {
      url: server.url,
      directory: join(directory.path, name),
      key: acme,
    });
    files.push(await readFile(packages[0]?.file ?? ''));
  }

  assert.ok(files[0]?.equals(files[1] ?? Buffer.alloc(0)));
});

test('a second time nothing is asked of the network', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
  });
  await packWith(['local', folder], { url: server.url, directory: directory.path });
  server.requests.length = 0;

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
  });

  assert.equal(packages.length, 1);
  assert.deepEqual(server.requests, []);
});

test('the package is signed with the organisation’s key, and the upstream signature stays verifiable', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const upstream = makeTestKey();
  const files = { ...pluginFiles(), 'pyproject.toml': project, 'uv.lock': lockText(server.url) };
  const plain = await writePlugin(directory.path, files, { filename: 'plain.difypkg' });
  await using unsigned = await openPluginPackage(plain);
  const facts = await unsigned.facts();
  const comment = signFiles(facts.files, { key: upstream, time: 1_744_632_035 });
  const bytes = await readFile(plain);
  bytes.writeUInt16LE(comment.length, bytes.length - 2);
  const signed = join(directory.path, 'signed.difypkg');
  await writeFile(signed, Buffer.concat([bytes, comment]));

  const outcome = await packWith([signed], {
    url: server.url,
    directory: directory.path,
    key: acme,
    upstreamKeys: [upstream.publicKey],
  });

  assert.deepEqual(outcome.upstreamSignature, {
    status: 'valid',
    fingerprint: upstream.publicKey.fingerprint,
    time: 1_744_632_035,
  });
  await using opened = await openPluginPackage(outcome.packages[0]?.file ?? '');
  const now = await opened.facts();
  const verdict = verifySignature(now.files, opened.comment, [upstream.publicKey, acme.publicKey]);
  assert.ok(verdict.status === 'valid' && verdict.key.fingerprint === acme.publicKey.fingerprint);
  assert.equal(opened.entries.at(-1)?.name, '.verification.dify.json');
  const kept = JSON.parse((await opened.read('.outpost/provenance.json'))?.toString() ?? '') as {
    upstream: {
      files: { name: string; sha256: string }[];
      comment: string;
      uniqueIdentifier: string;
    };
  };
  assert.equal(kept.upstream.uniqueIdentifier, facts.uniqueIdentifier);
  assert.equal(
    verifySignature(kept.upstream.files, Buffer.from(kept.upstream.comment, 'base64'), [
      upstream.publicKey,
    ]).status,
    'valid',
  );
  const here = new Map(now.files.map(({ name, sha256 }) => [name, sha256]));
  for (const { name, sha256 } of kept.upstream.files) {
    const replaced = name === 'uv.lock' || name === 'pyproject.toml';
    assert.equal(here.get(replaced ? `.outpost/upstream/${name}` : name), sha256, name);
  }
});

test('every wheel is in the bill of materials with licence, hash and what it needs', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startPackageIndex(all);
  const folder = await writeFolder(directory.path, {
    ...pluginFiles(),
    'pyproject.toml': project,
    'uv.lock': lockText(server.url),
  });

  const { packages } = await packWith(['local', folder], {
    url: server.url,
    directory: directory.path,
  });

  await using opened = await openPluginPackage(packages[0]?.file ?? '');
  const bill = JSON.parse((await opened.read('.outpost/sbom.cdx.json'))?.toString() ?? '') as {
    bomFormat: string;
    components: { name: string; purl: string; hashes: { content: string }[]; licenses: unknown }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  assert.equal(bill.bomFormat, 'CycloneDX');
  assert.deepEqual(
    bill.components.map(({ name }) => name),
    ['armlib', 'dify-plugin', 'gevent', 'gevent'],
  );
  assert.equal(bill.components[1]?.purl, 'pkg:pypi/dify-plugin@0.9.0');
  assert.equal(bill.components[1]?.hashes[0]?.content, sdk.sha256);
  assert.deepEqual(bill.components[1]?.licenses, [{ license: { name: 'MIT' } }]);
  const root = bill.dependencies.find(({ ref }) => ref.startsWith('plugin:'));
  assert.deepEqual(
    root?.dependsOn.map((ref) => ref.split('#')[0]),
    ['pypi:dify-plugin@0.9.0'],
  );
});

const refusals: readonly (readonly [string, readonly LockedRow[], RegExp, string | null])[] = [
  [
    'only a source archive',
    [
      lockedWheels([sdk], ['gevent']),
      { project: 'gevent', version: '26.5.0', wheels: [], hasSourceArchive: true },
    ],
    /^gevent 26\.5\.0 \(needed by dify-plugin\) cannot be installed on Linux aarch64, glibc 2\.28, Python 3\.12: there is only a source archive/,
    '26.6.0',
  ],
  [
    'no wheel below a glibc',
    [
      lockedWheels([sdk], ['gevent']),
      lockedWheels([native('x86_64'), native('aarch64', '26.5.0', '2_34')]),
    ],
    /there is no wheel for aarch64 below glibc 2\.34\. The nearest version that would work is 26\.6\.0: add --relax/,
    '26.6.0',
  ],
  [
    'no wheel for the machine',
    [lockedWheels([sdk], ['gevent']), lockedWheels([native('x86_64')])],
    /there is no wheel for Linux aarch64, only for Linux x86_64/,
    '26.6.0',
  ],
  [
    'another Python only',
    [
      lockedWheels([sdk], ['gevent']),
      lockedWheels([
        makeWheel({
          project: 'gevent',
          version: '26.5.0',
          tag: 'cp313-cp313-manylinux_2_28_aarch64',
        }),
      ]),
    ],
    /its wheels are for Python 3\.13, not for Python 3\.12/,
    '26.6.0',
  ],
  [
    'a repository',
    [
      lockedWheels([sdk], ['gevent']),
      {
        project: 'gevent',
        version: '26.5.0',
        wheels: [],
        source: '{ git = "https://host/gevent.git#abc" }',
      },
    ],
    /it comes from git https:\/\/host\/gevent\.git#abc, not from a package index\. .*--wheels/,
    null,
  ],
];

for (const [title, changed, pattern, nearest] of refusals)
  test(`a dependency with ${title} is refused with the reason and the nearest version, before anything is fetched`, async () => {
    await using directory = await temporaryDirectory();
    await using server = await startPackageIndex(
      [sdk, native('aarch64', '26.6.0')],
      [{ project: 'gevent', filename: 'gevent-26.5.0.tar.gz' }],
    );
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
    const [problem] = verdicts[0]?.problems ?? [];
    assert.match(problem?.words.en ?? '', pattern);
    assert.match(problem?.words.zh ?? '', /gevent 26\.5\.0/);
    assert.equal(problem?.nearest, nearest);
    assert.deepEqual(
      server.requests.filter(({ path }) => path.startsWith('/files/')),
      [],
    );
    assert.deepEqual(await readdir(join(directory.path, 'out')).catch(() => []), []);
  });
