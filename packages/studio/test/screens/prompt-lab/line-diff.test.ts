import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffLines } from '../../../src/screens/prompt-lab/model/line-diff.ts';

const signs = { same: ' ', added: '+', removed: '-' } as const;
const shown = (before: string, after: string): readonly string[] =>
  diffLines(before, after).map(({ kind, text }) => `${signs[kind]}${text}`);

test('only the lines that changed are told', () => {
  assert.deepEqual(shown('a\nb\nc\nd', 'a\nB\nc\nx\nd'), [' a', '-b', '+B', ' c', '+x', ' d']);
});

test('removed lines give the one text, added ones the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const [before, after] = [left.join('\n'), right.join('\n')];
      const lines = diffLines(before, after);
      const side = (skipped: 'added' | 'removed'): string =>
        lines
          .filter(({ kind }) => kind !== skipped)
          .map((line) => line.text)
          .join('\n');
      assert.deepEqual([side('added'), side('removed')], [before, after]);
    }),
  );
});
