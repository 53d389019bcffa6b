import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickerRows, stepRow, type PickerQuery } from '../../src/editor/picker-rows.ts';
import { triggerAt, triggerTyped } from '../../src/editor/picker-trigger.ts';
import { variableOf } from '../../src/editor/graph-variables.ts';
import type { VariableGroup } from '../../src/editor/variable-scope.ts';

const schema = {
  type: 'object',
  properties: { title: { type: 'string' }, year: { type: 'integer' } },
};
const groups: readonly VariableGroup[] = [
  {
    id: 'llm',
    title: 'Summary',
    icon: 'model',
    tone: 'model',
    variables: [
      variableOf(['llm', 'text'], 'string'),
      variableOf(['llm', 'structured_output'], 'object', schema),
    ],
  },
  {
    id: 'start',
    title: 'Start',
    icon: 'home',
    tone: 'input',
    variables: [variableOf(['start', 'upload'], 'file')],
  },
];
const shown = (query: Omit<PickerQuery, 'groups'>): readonly string[] =>
  pickerRows({ groups, ...query }).map((row) =>
    row.type === 'group'
      ? row.group.title
      : `${'  '.repeat(row.depth)}${row.variable.name}${row.fits ? '' : ' –'}`,
  );

test('a picker shows every variable by its giver, with what they hold folded', () => {
  assert.deepEqual(shown({}), ['Summary', 'text', 'structured_output', 'Start', 'upload']);
});

test('what does not fit is shown only as the way to something in it that does', () => {
  const opened = new Set(['start.upload']);

  assert.deepEqual(shown({ accepts: ['number'], opened }), [
    'Summary',
    'structured_output –',
    'Start',
    'upload –',
    '  size',
  ]);
});

test('a search finds by name, by giver and by path, and lays open what it finds', () => {
  assert.deepEqual(shown({ search: 'summ' }), ['Summary', 'text', 'structured_output']);
  assert.deepEqual(shown({ search: 'structured.tit' }), [
    'Summary',
    'structured_output –',
    '  title',
  ]);
  assert.deepEqual(shown({ search: 'nothing like it' }), []);
});

test('the arrow keys go round all rows, also those that only hold something', () => {
  const rows = pickerRows({ groups, accepts: ['number'], opened: new Set(['start.upload']) });

  const first = stepRow(rows, null, 1);
  const second = stepRow(rows, first, 1);
  const third = stepRow(rows, second, 1);

  assert.deepEqual(
    [first, second, third, stepRow(rows, third, 1), stepRow(rows, first, -1)],
    ['llm.structured_output', 'start.upload', 'start.upload.size', first, third],
  );
});

test('a slash opens the picker where a word could begin, and never inside an address', () => {
  const opens = (before: string): boolean => triggerTyped(before, '/{') !== null;

  assert.deepEqual(
    ['/', 'Say /', '你好/', 'https:/', 'https://', 'a/', '3/', '</', '{', 'a{', '{{'].map(opens),
    [true, true, true, false, false, false, false, false, true, true, true],
  );
});

test('what is typed after the sign is searched until it cannot be a name', () => {
  const text = 'Say /sum text';

  assert.deepEqual(triggerAt(4, 8, text), { from: 4, search: 'sum' });
  assert.deepEqual(triggerAt(4, 13, text), { from: 4, search: 'sum text' });
  assert.equal(triggerAt(4, 4, text), null);
  assert.deepEqual(triggerAt(0, 4, '{{ab'), { from: 0, search: 'ab' });
  assert.equal(triggerAt(0, 3, '{\n '), null);
  assert.equal(triggerAt(0, 4, '{ab}'), null);
});
