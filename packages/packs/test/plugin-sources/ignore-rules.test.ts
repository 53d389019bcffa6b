import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIgnoreRules } from '../../src/plugin-sources/ignore-rules.ts';

test('patterns mean what they mean to git', () => {
  const isIgnored = parseIgnoreRules(`# a comment

__pycache__/
*.py[cod]
/build
docs/*.md
deep/**/secret
logs/**
\\#odd
[!a]x.txt
trailing.txt   
`);
  const rows: [string, boolean, boolean][] = [
    ['__pycache__', true, true],
    ['a/__pycache__', true, true],
    ['__pycache__', false, false],
    ['a/b.pyc', false, true],
    ['a/b.py', false, false],
    ['build', true, true],
    ['a/build', true, false],
    ['docs/a.md', false, true],
    ['docs/b/a.md', false, false],
    ['deep/secret', false, true],
    ['deep/a/b/secret', false, true],
    ['logs/a', false, true],
    ['#odd', false, true],
    ['bx.txt', false, true],
    ['ax.txt', false, false],
    ['trailing.txt', false, true],
  ];

  for (const [path, isFolder, expected] of rows)
    assert.equal(isIgnored(path, isFolder), expected, path);
});

test('a negation has no effect, as in Dify’s packaging tool', () => {
  const isIgnored = parseIgnoreRules('*.txt\n!keep.txt\n');

  assert.equal(isIgnored('keep.txt', false), true);
});
