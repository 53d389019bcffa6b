import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSpecifiers, satisfies } from '../../src/python-resolve/specifier.ts';
import {
  canonicalVersion,
  compareVersions,
  parseVersion,
} from '../../src/python-resolve/version.ts';

const version = (text: string) => {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
};

test('versions are ordered as PEP 440 orders them', () => {
  const ordered = [
    '1.dev0',
    '1.0.dev456',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
    '1.0.15',
    '1.1.dev1',
    '1!0.5',
  ];

  assert.deepEqual(
    ordered
      .toReversed()
      .map(version)
      .toSorted(compareVersions)
      .map(({ text }) => text),
    ordered,
  );
});

test('the spellings of one version are equal', () => {
  for (const [one, other] of [
    ['1.0', '1.0.0'],
    ['1.0-alpha1', '1.0a1'],
    ['v1.0', '1.0'],
    ['1.0-1', '1.0.post1'],
    ['1.0c1', '1.0rc1'],
    ['1.0_rev2', '1.0.post2'],
    ['0.0.1B65', '0.0.1b65'],
  ] as const) {
    assert.equal(compareVersions(version(one), version(other)), 0, `${one} ${other}`);
    assert.equal(canonicalVersion(one), canonicalVersion(other));
  }
});

test('what is not a version is none', () => {
  for (const text of ['', 'latest', '1.0.x', '1..0', '1.0+', 'a1', '1.0 2'])
    assert.equal(parseVersion(text), null, text);
});

test('clauses hold as PEP 440 says', () => {
  const rows: [string, string, boolean][] = [
    ['1.2.3', '>=1.2,<2', true],
    ['2.0', '>=1.2,<2', false],
    ['2.0rc1', '<2', false],
    ['2.0rc1', '<2.0rc2', true],
    ['1.2.5', '~=1.2.3', true],
    ['1.3', '~=1.2.3', false],
    ['1.9', '~=1.2', true],
    ['0.0.1b70', '~=0.0.1b66', true],
    ['0.0.2', '~=0.0.1b66', true],
    ['0.1', '~=0.0.1b66', false],
    ['1.0+cu121', '==1.0', true],
    ['1.0', '==1.0+cu121', false],
    ['1.4.9', '==1.4.*', true],
    ['1.5', '!=1.4.*', true],
    ['1.0.post1', '>1.0', false],
    ['1.0.1', '>1.0', true],
    ['1.0', '===1.0.0', false],
    ['3.12.3', '>=3.9, !=3.9.7', true],
    ['5', '', true],
  ];

  for (const [text, clauses, expected] of rows) {
    const set = parseSpecifiers(clauses);
    assert.ok(set, clauses);
    assert.equal(satisfies(version(text), set), expected, `${text} ${clauses}`);
  }
});

test('pre-releases are left out unless a clause names one', () => {
  const holds = (text: string, clauses: string): boolean => {
    const set = parseSpecifiers(clauses);
    return set !== null && satisfies(version(text), set, { preReleases: false });
  };

  assert.equal(holds('1.0rc1', '>=0.9'), false);
  assert.equal(holds('1.0rc1', '>=1.0rc1'), true);
  assert.equal(holds('0.0.1b65', '==0.0.1b65'), true);
});
