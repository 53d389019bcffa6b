import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  openPluginPackage,
  parseTarget,
  planPackage,
  signFiles,
  verifySignature,
} from '../../src/index.ts';
import { makeElf } from '../support/make-elf.ts';
import { lockedWheels, makeLock, type LockedRow } from '../support/make-lock.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makeTestKey } from '../support/test-key.ts';
import { makeZip } from '../support/make-zip.ts';
import { packWith } from '../support/packer.ts';
import { startPackageIndex } from '../support/package-index.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const arm = parseTarget('aarch64');
const intel = parseTarget('x86_64');
const machines = { x86_64: 62, aarch64: 183 } as const;

const native = (architecture: keyof typeof machines, version = '26.5.0', level = '2_28') =>
  makeWheel({
    project: 'gevent',
    version,
    tag: `cp312-cp312-manylinux_${level}_${architecture}`,
    files: {
      'gevent/core.so': makeElf({ machine: machines[architecture], glibc: ['GLIBC_2.28'] }),
    },
  });
const sdk = makeWheel({
  project: 'dify_plugin',
  version: '0.9.0',
  requires: ['gevent>=26', 'armlib; platform_machine == "aarch64"'],
});
const armlib = makeWheel({ project: 'armlib', version: '1.0' });
const tester = makeWheel({ project: 'tester', version: '1.0' });
const all = [sdk, native('x86_64'), native('aarch64'), armlib, tester];
const rows: readonly LockedRow[] = [
  lockedWheels([sdk], ['gevent', { name: 'armlib', marker: "platform_machine == 'aarch64'" }]),
  lockedWheels([native('x86_64'), native('aarch64')]),
  lockedWheels([armlib]),
  lockedWheels([tester]),
];
const project =
  '[project]\nname = "demo"\ndependencies = ["dify_plugin>=0.9.0"]\n[dependency-groups]\ndev = ["tester"]\n';

const lockText = (url: string, changed: readonly LockedRow[] = rows): string =>
  makeLock(changed, { needs: ['dify-plugin'], dev: ['tester'], url });

async function writeFolder(
  directory: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = join(directory, 'plugin');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const acme = makeTestKey();

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
