import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '@outpost/contracts';
import { openPluginPackage, type PackageLimits } from '../../src/index.ts';
import { packageChecksum } from '../../src/plugins/package-facts.ts';
import { pluginFiles, writePlugin } from '../support/make-plugin.ts';
import { makeZip, type ZipPart } from '../support/make-zip.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const file = (name: string, content = 'x', extra: Partial<ZipPart> = {}): ZipPart => ({
  name,
  content: Buffer.from(content),
  ...extra,
});

/** Opens a package with the usual files and some more, and reads all of it. */
async function readWhole(
  extra: readonly ZipPart[],
  limits: Partial<PackageLimits> = {},
): Promise<void> {
  await using directory = await temporaryDirectory();
  const path = await writePlugin(directory.path, pluginFiles(), { extra });
  await using opened = await openPluginPackage(path, { limits });
  await opened.facts();
}

const invalid = (pattern: RegExp) => (error: unknown) =>
  error instanceof AppError &&
  error.code === 'plugin_package_invalid' &&
  pattern.test(error.message);

test('a package tells its manifest, its files and what it is called', async () => {
  await using directory = await temporaryDirectory();
  const path = await writePlugin(directory.path, pluginFiles());

  await using opened = await openPluginPackage(path);
  const { uniqueIdentifier, checksum, pluginId } = await opened.facts();

  assert.equal(opened.manifest.name, 'demo');
  assert.deepEqual(opened.manifest.resource.permission.tool, { enabled: true });
  assert.equal((await opened.read('main.py'))?.toString(), 'print("hello")\n');
  assert.equal(await opened.read('absent.py'), null);
  assert.equal(pluginId, 'acme/demo');
  assert.equal(uniqueIdentifier, `acme/demo:0.0.1@${checksum}`);
});

test('the checksum is the one that Dify’s daemon gives its test package', () => {
  // Names and hashes of the files of `dummy_plugin.difypkg`.
  const files = [
    ['_assets/icon.svg', '2856fb811fef4a709d46e2ddde41837f79077cd1a198eb711df1578e46cba971'],
    ['main.py', '8f1d8e24060e48a7e81c64dfa28908f85b552f101e96b4425e256c73fcb17a04'],
    ['manifest.yaml', 'ee4aa3c2f67b664b962bd00085a6061feeeeca4c4501c4a539b41ef42cf8d708'],
    ['provider/test.py', 'bd106efd828d1bad0579e982e9b2f74cd683dcdc3affaf582fb5af1e115eaf8c'],
    ['provider/test.yaml', '71f0537795630ae719605fcc27e1f63d1d6dd348603d7bb7500874d3fc919e32'],
    ['tools/test.py', '42562fe135566080061d6b28e4004ba0ec7c51abe6b0f4613a04d986d3ae34bc'],
    ['tools/test.yaml', '37dba83fbd7d205cfaf074d3f6a9273f3e5e784c45bd4109b4c6ca9b4cbacd3b'],
  ].map(([name = '', sha256 = '']) => ({ name, sha256 }));

  const expected = 'f47ca91dfa51d374e6dc4fa3b9b6839396e1e5bff0d6e846cc940c828f8f131b';
  assert.equal(packageChecksum(files), expected);
  assert.equal(packageChecksum(files.toReversed()), expected);
});

test('the checksum does not depend on compression and order', async () => {
  await using directory = await temporaryDirectory();
  const files = pluginFiles();
  const turned = Object.fromEntries(Object.entries(files).toReversed());
  const stored = Object.entries(turned).map(([name, content]) =>
    file(name, content, { stored: true }),
  );
  await writeFile(join(directory.path, 'stored.difypkg'), makeZip(stored));
  await using one = await openPluginPackage(await writePlugin(directory.path, files));
  await using other = await openPluginPackage(join(directory.path, 'stored.difypkg'));

  assert.equal((await one.facts()).checksum, (await other.facts()).checksum);
});

test('entries for folders are left out and told', async () => {
  await using directory = await temporaryDirectory();
  const extra = [file('lib/', '', { mode: 0o040755 }), file('lib/a.py')];
  const path = await writePlugin(directory.path, pluginFiles(), { extra });

  await using opened = await openPluginPackage(path);

  assert.deepEqual(opened.folderEntries, ['lib']);
  assert.ok(opened.has('lib/a.py') && !opened.has('lib/'));
});

for (const name of [
  '../out.py',
  '/etc/x',
  'a/../../b',
  'C:/x',
  'a\\b',
  'a/./b',
  'a//b',
  'x\0',
  'end.',
  '',
])
  test(`a package with a file called ${JSON.stringify(name)} is refused`, async () => {
    await assert.rejects(readWhole([file(name)]), invalid(/not a safe path/));
  });

test('a link, a device or a pipe in a package is refused', async () => {
  for (const mode of [0o120777, 0o020666, 0o060666, 0o010644, 0o140644])
    await assert.rejects(
      readWhole([file('a.py', '/etc/passwd', { mode })]),
      invalid(/a link or another/),
    );
});

test('a name that stands twice is refused, also as a folder', async () => {
  await assert.rejects(readWhole([file('main.py', 'other')]), invalid(/"main.py" twice/));
  await assert.rejects(readWhole([file('main.py/inner.py')]), invalid(/"main.py" twice/));
});

test('files that share their bytes are refused', async () => {
  await using directory = await temporaryDirectory();
  const bytes = makeZip([
    ...Object.entries(pluginFiles()).map(([name, content]) => file(name, content)),
    file('a.txt', 'a'.repeat(100), { stored: true }),
    file('b.txt', 'a'.repeat(100), { stored: true }),
  ]);
  // The last row of the list (46 bytes, a name of 5) gets the offset of the row before.
  const last = bytes.length - 22 - 51;
  bytes.writeUInt32LE(bytes.readUInt32LE(last - 51 + 42), last + 42);
  const path = join(directory.path, 'overlap.difypkg');
  await writeFile(path, bytes);

  await assert.rejects(openPluginPackage(path), invalid(/shares its bytes/));
});

test('a bomb is stopped whether it announces its size or not', async () => {
  const zeros = '0'.repeat(3_000_000);

  await assert.rejects(readWhole([file('bomb', zeros)], { unpackedBytesMax: 1_000_000 }), {
    code: 'plugin_package_too_large',
  });
  await assert.rejects(
    readWhole([file('bomb', zeros, { claimedBytes: 10 })]),
    invalid(/unpacks to more than the archive says/),
  );
  await assert.rejects(readWhole([], { packageBytesMax: 100 }), {
    code: 'plugin_package_too_large',
  });
  await assert.rejects(readWhole([], { filesMax: 3 }), invalid(/more than 3/));
});

test('a file that was changed after packing is noticed when it is read', async () => {
  await using directory = await temporaryDirectory();
  const path = await writePlugin(directory.path, pluginFiles(), {
    extra: [file('data.bin', 'abcdefgh'.repeat(50), { stored: true })],
  });
  await using before = await openPluginPackage(path);
  const bytes = makeZip([
    ...Object.entries(pluginFiles()).map(([name, content]) => file(name, content)),
    file('data.bin', 'abcdefgh'.repeat(50), { stored: true }),
  ]);
  const at = bytes.indexOf('abcdefgh');
  bytes[at] = 0x7a;
  const changed = join(directory.path, 'changed.difypkg');
  await writeFile(changed, bytes);
  await using after = await openPluginPackage(changed);

  assert.equal((await before.read('data.bin'))?.length, 400);
  await assert.rejects(after.read('data.bin'), invalid(/CRC is wrong/));
});

test('a manifest that cannot be used is refused with the field and the reason', async () => {
  await using directory = await temporaryDirectory();
  const files = pluginFiles();
  const manifest = files['manifest.yaml'] ?? '';
  const cases: [string, RegExp][] = [
    [manifest.replace('name: demo', 'name: Big Name'), /name: has other characters/],
    [manifest.replace('version: 0.0.1', 'version: latest'), /version: is not a version/],
    [manifest.replace('  tools:', '  models: [m.yaml]\n  tools:'), /plugins: mixes kinds/],
    [manifest.replace(/\n {2}tools:\n.*/, '\n  tools: []'), /plugins: names no tool/],
    ['a: [', /line \d+ is not valid YAML/],
    ['', /./],
  ];
  for (const [text, pattern] of cases) {
    const path = await writePlugin(directory.path, { ...files, 'manifest.yaml': text });
    await assert.rejects(
      openPluginPackage(path),
      (error: unknown) =>
        error instanceof AppError &&
        error.code === 'plugin_manifest_invalid' &&
        pattern.test(error.message),
    );
  }
});

test('no bytes, however mangled, make the reader fail in another way or leave its limits', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'fuzz.difypkg');
  const good = makeZip([
    ...Object.entries(pluginFiles()).map(([name, content]) => file(name, content)),
    file('data.bin', 'abcdefgh'.repeat(500)),
  ]);
  const codes = new Set([
    'plugin_package_invalid',
    'plugin_package_too_large',
    'plugin_manifest_invalid',
  ]);

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(good.length),
      fc.boolean(),
      async (changes, cut, isCut) => {
        const bytes = Buffer.from(isCut ? good.subarray(0, cut) : good);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        await writeFile(path, bytes);
        try {
          await using opened = await openPluginPackage(path);
          const { files } = await opened.facts();
          for (const { name, sha256 } of files) {
            const content = await opened.read(name);
            assert.equal(
              createHash('sha256')
                .update(content ?? '')
                .digest('hex'),
              sha256,
            );
          }
        } catch (error) {
          if (!(error instanceof AppError) || !codes.has(error.code)) throw error;
        }
      },
    ),
    { numRuns: 200 },
  );
});
