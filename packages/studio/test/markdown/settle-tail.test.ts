import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleTail } from '../../src/markdown/settle-tail.ts';

const cases: readonly (readonly [written: string, shown: string])[] = [
  ['Some **bold', 'Some **bold**'],
  ['Some **bold ', 'Some **bold**'],
  ['Some **', 'Some '],
  ['Some *it', 'Some *it*'],
  ['* item', '* item'],
  ['* item *a', '* item *a*'],
  ['~~gone', '~~gone~~'],
  ['Use `code', 'Use `code`'],
  ['Use `', 'Use '],
  ['`a *b` c', '`a *b` c'],
  ['See [the docs', 'See the docs'],
  ['See [the docs](https://exa', 'See the docs'],
  ['See [1]', 'See [1]'],
  ['![pic](https://exa', ''],
  ['a <span style="co', 'a '],
  ['1 < 2', '1 < 2'],
  ['a <span>b', 'a <span>b'],
  ['x $$a^2', 'x '],
  ['x \\[a', 'x '],
  ['Title\n---', 'Title\n'],
  ['| a | b', ''],
  ['before\n\n<form><input name="a">', 'before\n\n'],
  ['before\n\n<form>\n\n<input name="a">', 'before\n\n'],
  ['```js\nlet **a', '```js\nlet **a'],
  ['whole **bold** text', 'whole **bold** text'],
  ['first **open\n\nsecond', 'first **open\n\nsecond'],
];

for (const [written, shown] of cases)
  test(`while it is written, ${JSON.stringify(written)} is shown as ${JSON.stringify(shown)}`, () => {
    assert.equal(settleTail(written), shown);
  });
