import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findJson } from '../../src/prompt/find-json.ts';

describe('JSON is found in what a model wrote', () => {
  const cases: readonly (readonly [name: string, answer: string, found: unknown])[] = [
    ['alone', '{"a": 1}', { a: 1 }],
    ['in a code fence', 'Sure!\n```json\n{"a": 1}\n```\nDone.', { a: 1 }],
    ['the first of two', '{"a": 1} {"a": 2}', { a: 1 }],
    ['behind a stray bracket', 'Use { to open: {"a": 1}', { a: 1 }],
    ['with brackets in its texts', '{"a": "}{\\"", "b": 2}', { a: '}{"', b: 2 }],
    ['with single quotes and a trailing comma', "{'a': 'x', 'b': [1, 2,],}", { a: 'x', b: [1, 2] }],
    ['with Python words', '{"a": True, "b": None}', { a: true, b: null }],
    ['with bare keys', '{a: 1, b: "x"}', { a: 1, b: 'x' }],
    ['cut off at its end', 'Here: {"a": [1, 2, {"b": "c', { a: [1, 2, { b: 'c' }] }],
    ['with Chinese quotes around it', '结果是“{"城市": "北京"}”。', { 城市: '北京' }],
    ['nowhere', 'I do not know.', undefined],
    ['as a list only', '[1, 2]', undefined],
    ['in nothing', '', undefined],
  ];
  for (const [name, answer, found] of cases)
    test(name, () => {
      assert.deepEqual(findJson(answer), found);
    });
});

test('lists are found when they are asked for', () => {
  assert.deepEqual(findJson('The list: [1, {"a": 2}]', 'any'), [1, { a: 2 }]);
});

test('a text full of brackets does not stall', () => {
  assert.equal(findJson('{'.repeat(1_000_000)), undefined);
});
