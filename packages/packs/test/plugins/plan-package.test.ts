import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  openPluginPackage,
  parseTarget,
  planPackage,
  unpackPluginFiles,
  unpackWheels,
  type PackagePlan,
} from '../../src/index.ts';
import { makeElf } from '../support/make-elf.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeWheel, type MadeWheel } from '../support/make-wheel.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const arm = parseTarget('aarch64');
const intel = parseTarget('x86_64');
const signal = new AbortController().signal;

const sdk = makeWheel({
  project: 'dify_plugin',
  version: '0.0.1b65',
  requires: ['gevent~=24.2.1', 'colour; sys_platform == "win32"', 'web[fast]>=1'],
});
const web = makeWheel({ project: 'web', version: '1.5', requires: ['speed>=2; extra == "fast"'] });
const speed = makeWheel({ project: 'speed', version: '2.0' });
const gevent = (architecture: 'x86_64' | 'aarch64'): MadeWheel =>
  makeWheel({
    project: 'gevent',
    version: '24.2.1',
    tag: `cp312-cp312-manylinux_2_17_${architecture}.manylinux2014_${architecture}`,
    files: {
      'gevent/__init__.py': '',
      'gevent/_core.so': makeElf({ machine: architecture === 'x86_64' ? 62 : 183 }),
    },
  });

function withWheels(
  requirements: string,
  wheels: readonly MadeWheel[],
): Record<string, string | Buffer> {
  return {
    ...pluginFiles(),
    'requirements.txt': requirements,
    ...Object.fromEntries(wheels.map(({ filename, bytes }) => [`wheels/${filename}`, bytes])),
  };
}

async function plan(
  files: Readonly<Record<string, string | Buffer>>,
  target = arm,
): Promise<PackagePlan> {
  await using directory = await temporaryDirectory();
  await using opened = await openPluginPackage(await writePlugin(directory.path, files));
  return await planPackage(opened, target);
}

const offline = '--no-index\n--find-links=./wheels/\ndify_plugin==0.0.1b65\n';

test('a package whose wheels fit is planned with everything that its wheels ask for', async () => {
  const files = withWheels(offline, [sdk, web, speed, gevent('x86_64'), gevent('aarch64')]);

  const { wheels, problems } = await plan(files);

  assert.deepEqual(problems, []);
  assert.deepEqual(
    wheels.map(({ path }) => path),
    [sdk, gevent('aarch64'), speed, web].map(({ filename }) => `wheels/${filename}`),
  );
});

test('gevent packed for x86-64 is refused for aarch64 with wheel, platform and way out', async () => {
  const files = withWheels(offline, [sdk, web, speed, gevent('x86_64')]);

  const { problems } = await plan(files);

  assert.deepEqual(
    problems.map(({ project }) => project),
    ['gevent'],
  );
  const [problem] = problems;
  assert.match(
    problem?.words.en ?? '',
    /^The wheel gevent-24\.2\.1-cp312-cp312-manylinux_2_17_x86_64\.manylinux2014_x86_64\.whl is for x86_64, not for Linux aarch64, glibc 2\.28, Python 3\.12\. .*outpost plugin pack market acme demo 0\.0\.1 --target manylinux_2_28_aarch64/,
  );
  assert.match(
    problem?.words.zh ?? '',
    /gevent-24.*适用于 x86_64，不适用于 Linux aarch64.*重新打包/,
  );
  assert.deepEqual((await plan(files, intel)).problems, []);
});

test('code for another machine behind a fitting tag is found', async () => {
  const liar = makeWheel({
    project: 'gevent',
    version: '24.2.1',
    tag: 'cp312-cp312-manylinux_2_17_aarch64',
    files: { 'gevent/_core.so': makeElf({ machine: 62 }) },
  });

  const { problems } = await plan(withWheels(offline, [sdk, web, speed, liar]));

  assert.match(problems[0]?.words.en ?? '', /contains x86_64 code \(gevent\/_core\.so\)/);
});

test('what is missing, too old, changed or not a package is named', async () => {
  const cases: [Record<string, string | Buffer>, RegExp][] = [
    [
      withWheels(offline, [sdk, web, gevent('aarch64')]),
      /web-1\.5.* needs speed>=2, but the package holds no wheel/,
    ],
    [
      withWheels(offline, [
        sdk,
        web,
        makeWheel({ project: 'speed', version: '1.0' }),
        gevent('aarch64'),
      ]),
      /needs speed>=2, but the package holds speed-1\.0/,
    ],
    [
      withWheels(`web==1.5 --hash=sha256:${'0'.repeat(64)}\n`, [web]),
      /web-1\.5.* is not the file that requirements\.txt lists/,
    ],
    [withWheels('./local\n', [web]), /“\.\/local” is not a package/],
    [
      withWheels('demo-lib\n', [
        makeWheel({ project: 'demo-lib', version: '1', requiresPython: '>=3.13' }),
      ]),
      /needs Python >=3\.13/,
    ],
    [withWheels(offline, []), /holds no wheels/],
    [withWheels('bad\n', [{ ...web, filename: 'bad-1.0-py3-none-any.whl' }]), /it holds web/],
  ];

  for (const [files, pattern] of cases) {
    const { problems } = await plan(files);
    assert.match(problems.map(({ words }) => words.en).join('\n'), pattern);
  }
});

test('wheels are installed by unpacking, the plugin beside them', async () => {
  await using directory = await temporaryDirectory();
  const scripted = makeWheel({
    project: 'speed',
    version: '2.0',
    files: {
      'speed/a.py': 'a',
      'speed-2.0.data/purelib/speed/b.py': 'b',
      'speed-2.0.data/scripts/run': '#!python\n',
    },
  });
  const files = withWheels(offline, [sdk, web, scripted, gevent('aarch64')]);
  await using opened = await openPluginPackage(await writePlugin(directory.path, files));
  const site = join(directory.path, 'site-packages');
  const own = join(directory.path, 'plugin');
  const progress: [number, number][] = [];

  await unpackWheels(opened, await planPackage(opened, arm), {
    directory: site,
    signal,
    onProgress: (done, total) => progress.push([done, total]),
  });
  await unpackPluginFiles(opened, { directory: own, signal });

  assert.equal(await readFile(join(site, 'speed/b.py'), 'utf8'), 'b');
  assert.equal(await readFile(join(site, 'bin/run'), 'utf8'), '#!python\n');
  assert.ok((await stat(join(site, 'gevent/_core.so'))).size > 0);
  assert.equal(progress.at(-1)?.[0], progress.at(-1)?.[1]);
  const names = await readdir(own, { recursive: true });
  assert.ok(names.includes('main.py') && !names.some((name) => name.startsWith('wheels')));
});

test('a plan with problems is not unpacked', async () => {
  await using directory = await temporaryDirectory();
  const path = await writePlugin(directory.path, withWheels(offline, [sdk]));
  await using opened = await openPluginPackage(path);
  const target = join(directory.path, 'site');

  await assert.rejects(
    unpackWheels(opened, await planPackage(opened, arm), { directory: target, signal }),
    {
      code: 'plugin_target_unfit',
    },
  );
  await assert.rejects(stat(target));
});

test('a wheel with a file that its RECORD does not list, or that escapes, is not unpacked', async () => {
  await using directory = await temporaryDirectory();
  const cases: [MadeWheel, RegExp][] = [
    [
      makeWheel({
        project: 'web',
        version: '1.5',
        files: { 'web/a.py': 'a' },
        spoiled: ['web/a.py'],
      }),
      /not the file that its RECORD lists/,
    ],
    [
      makeWheel({ project: 'web', version: '1.5', files: { '../../out.py': 'a' } }),
      /not a safe path/,
    ],
    [
      makeWheel({
        project: 'web',
        version: '1.5',
        files: { 'web-1.5.data/purelib/../../../x': 'a' },
      }),
      /not a safe path/,
    ],
    [
      makeWheel({
        project: 'web',
        version: '1.5',
        files: { 'a.py': 'a', 'web-1.5.data/purelib/a.py': 'b' },
      }),
      /twice/,
    ],
  ];
  for (const [index, [wheel, pattern]] of cases.entries()) {
    const filename = `${index}.difypkg`;
    const path = await writePlugin(directory.path, withWheels('web\n', [wheel]), { filename });
    await using opened = await openPluginPackage(path);
    const site = join(directory.path, `site-${index}`);
    const made = await planPackage(opened, arm);

    await assert.rejects(unpackWheels(opened, made, { directory: site, signal }), pattern);
  }
});
