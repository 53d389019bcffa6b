import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isOfType,
  markdownFromValue,
  parseTemplate,
  pythonRepr,
  textFromValue,
  typeOfValue,
  type Value,
} from '../src/index.ts';

test('text of values follows Python notation where app files expect it', () => {
  const cases = [
    [null, ''],
    [true, 'True'],
    [3, '3'],
    [0.5, '0.5'],
    [0.00001, '1e-05'],
    [1e21, '1e+21'],
    [33590448206947870, '33590448206947870'],
    [{ a: '中', b: [1, 2] }, '{"a": "中", "b": [1, 2]}'],
    [['a', 'b'], '["a", "b"]'],
    [[], ''],
    [[{ a: 1 }, null, true], "[{'a': 1}, None, True]"],
  ] as const;

  assert.deepEqual(
    cases.map(([value]) => textFromValue(value)),
    cases.map(([, text]) => text),
  );
});

test('an answer prints lists as lines and objects indented', () => {
  assert.equal(markdownFromValue(['a', 1, { b: "it's" }]), `- a\n- 1\n- {'b': "it's"}`);
  assert.equal(markdownFromValue({ a: 1 }), '{\n  "a": 1\n}');
});

test('control characters are escaped as Python escapes them', () => {
  assert.equal(pythonRepr('a\n\t\\\u0001\u007f'), String.raw`'a\n\t\\\x01\x7f'`);
});

test('a reference has no spaces, no dashes and no indexes', () => {
  assert.deepEqual(parseTemplate('x{{#1.text#}}y{{#a-b.c#}}{{# a.b #}}{{#context#}}'), [
    { type: 'text', text: 'x' },
    { type: 'reference', selector: ['1', 'text'], source: '1.text' },
    { type: 'text', text: 'y{{#a-b.c#}}{{# a.b #}}{{#context#}}' },
  ]);
});

test('an empty or mixed list has no element type', () => {
  assert.deepEqual([[], [1, 'a'], [1, 2], [[1]]].map(typeOfValue), [
    'array[any]',
    'array[any]',
    'array[number]',
    'array[any]',
  ]);
});

test('a value fits the type of a variable, nothing fits every type', () => {
  const file = { dify_model_identity: '__dify__file__' } as unknown as Value;
  const fits: readonly (readonly [Value, string, boolean])[] = [
    ['a', 'string', true],
    ['a', 'secret', true],
    [1, 'string', false],
    [null, 'number', true],
    [{}, 'object', true],
    [file, 'object', false],
    [file, 'file', true],
    [[file], 'array[file]', true],
    [['a', 1], 'array[string]', false],
    [['a', 1], 'array[any]', true],
    [[], 'array[number]', true],
    ['a', 'array[any]', false],
    [1, 'a type of another installation', true],
  ];

  for (const [value, type, expected] of fits)
    assert.equal(isOfType(value, type), expected, `${JSON.stringify(value)} as ${type}`);
});
