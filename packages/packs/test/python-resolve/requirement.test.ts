import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateMarker, parseMarker } from '../../src/python-resolve/marker.ts';
import { applies, parseRequirement } from '../../src/python-resolve/requirement.ts';
import { parseRequirementsFile } from '../../src/python-resolve/requirements-file.ts';
import { markerEnvironment, parseTarget } from '../../src/wheels/target.ts';

const arm = markerEnvironment(parseTarget('aarch64'));
const holds = (text: string, extras: readonly string[] = []): boolean =>
  evaluateMarker(parseMarker(text), arm, extras);

test('markers are answered for the target, whatever machine asks', () => {
  const rows: [string, boolean][] = [
    [`python_version < "3.13"`, true],
    [`python_full_version < '3.12.1'`, false],
    [`sys_platform == "win32"`, false],
    [`platform_machine == 'aarch64' and sys_platform == 'linux'`, true],
    [`platform_machine == 'x86_64' or (os_name == 'posix' and python_version >= '3.10')`, true],
    [`platform_machine in 'x86_64 aarch64'`, true],
    [`'linux' not in sys_platform`, false],
    [`platform_python_implementation != "PyPy"`, true],
    [`implementation_name == 'cpython' and platform_system == "Linux"`, true],
    [`"3.8" <= python_version`, true],
    [`python_version == "3.12.*"`, true],
    [`os.name == "nt"`, false],
  ];

  for (const [text, expected] of rows) assert.equal(holds(text), expected, text);
});

test('an extra holds when it is asked for, in any spelling', () => {
  assert.equal(holds(`extra == 'Standard_Set'`, ['standard-set', 'other']), true);
  assert.equal(holds(`extra == 'standard'`), false);
  assert.equal(holds(`extra != 'standard'`, ['standard', 'other']), false);
});

test('markers that make no sense are refused, and deep ones end', () => {
  for (const text of [
    '',
    'python_version',
    '< "3"',
    'colour == "red"',
    `(os_name == 'nt'`,
    `os_name == 'nt' os_name`,
  ])
    assert.throws(() => parseMarker(text), Error, text);
  assert.throws(() => parseMarker(`${'('.repeat(200)}os_name == 'nt'${')'.repeat(200)}`), /nested/);
});

test('requirements are read in every form that packages write', () => {
  const plain = parseRequirement('Flask[Async, dotenv] >=2,<4 ; python_version >= "3.8"');
  assert.equal(plain.name, 'flask');
  assert.deepEqual(plain.extras, ['async', 'dotenv']);
  assert.equal(plain.specifiers.text, '>=2,<4');
  assert.equal(applies(plain, arm), true);
  assert.equal(parseRequirement('zope.interface (>=5)').name, 'zope-interface');
  assert.equal(parseRequirement('x @ https://host/x-1.whl').url, 'https://host/x-1.whl');
  for (const text of ['', '-r other.txt', './local', 'a >= ', 'a b', 'a; what == 1'])
    assert.throws(() => parseRequirement(text), Error, text);
});

test('a requirements file is read with its options, hashes and continued lines', () => {
  const sha256 = 'ab'.repeat(32);
  const file = parseRequirementsFile(`--no-index
--find-links=./wheels/
-i https://mirror/simple
# a comment
dify_plugin==0.0.1b65 \\
    --hash=sha256:${sha256}
requests~=2.31 # another
-e ./local
git+https://host/repo.git
`);

  assert.equal(file.noIndex, true);
  assert.deepEqual(file.findLinks, ['./wheels/']);
  assert.deepEqual(
    file.requirements.map(({ requirement, sha256: hashes }) => [requirement.text, hashes]),
    [
      ['dify_plugin==0.0.1b65', [sha256]],
      ['requests~=2.31', []],
    ],
  );
  assert.deepEqual(file.unsupported, ['-e ./local', 'git+https://host/repo.git']);
});
