import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from '../src/table.ts';

test('columns line up, the last one has no spaces behind it', () => {
  const text = table([
    ['MODEL', 'CONTEXT', 'READY'],
    ['a', '8192', 'yes'],
    ['a-longer-name', '?', 'no'],
  ]);

  assert.deepEqual(text.split('\n'), [
    'MODEL          CONTEXT  READY',
    'a              8192     yes',
    'a-longer-name  ?        no',
    '',
  ]);
});

test('a Chinese character takes two places', () => {
  const text = table([
    ['摘要', 'x'],
    ['abcd', 'y'],
  ]);

  assert.equal(text, '摘要  x\nabcd  y\n');
});

test('no rows are no text', () => {
  assert.equal(table([]), '');
});
