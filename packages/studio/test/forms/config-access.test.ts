import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  freshName,
  moved,
  selectorIn,
  valueAt,
  withValue,
} from '../../src/screens/canvas/forms/model/config-access.ts';

const config = { a: { list: [{ x: 1 }, { x: 2 }], kept: true }, other: 'o' };

test('an edit changes one place and shares everything else', () => {
  const edited = withValue(config, ['a', 'list', 1, 'x'], 3);

  assert.deepEqual(edited, { a: { list: [{ x: 1 }, { x: 3 }], kept: true }, other: 'o' });
  assert.equal(valueAt(edited, ['a', 'list', 0]), config.a.list[0]);
  assert.equal(valueAt(config, ['a', 'list', 1, 'x']), 2);
});

test('an edit makes the places on its way, and undefined takes a key out', () => {
  assert.deepEqual(withValue({}, ['vision', 'configs', 'detail'], 'low'), {
    vision: { configs: { detail: 'low' } },
  });
  assert.deepEqual(withValue(config, ['a', 'kept'], undefined), {
    a: { list: config.a.list },
    other: 'o',
  });
});

test('an edit that changes nothing gives the same settings, so no step is made of it', () => {
  assert.equal(withValue(config, ['other'], 'o'), config);
});

test('a selector is read from whatever a file holds', () => {
  assert.deepEqual(
    [selectorIn(['llm', 'text']), selectorIn([1, 'text']), selectorIn(['llm']), selectorIn(null)],
    [['llm', 'text'], ['1', 'text'], [], []],
  );
});

test('items move by one place and stay at the ends; new names are free', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 1, -1), ['b', 'a', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'b', 'c']);
  assert.equal(freshName('input', ['input', 'input_2']), 'input_3');
});
