import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure, type Value } from '@outpost/contracts';
import { checkResult } from '../../src/code/check-result.ts';
import type { OutputShape, OutputShapes } from '../../src/code/config.ts';
import type { DataType } from '../../src/fields/data-types.ts';

const shape = (type: DataType, children: OutputShapes | null = null): OutputShape => ({
  type,
  children,
});
const list = (length: number, item: Value): Value => Array.from({ length }, () => item);
const nested = (depth: number): Value => (depth === 0 ? 1 : { a: nested(depth - 1) });

const accepted: readonly (readonly [what: string, OutputShape, given: Value, kept?: Value])[] = [
  ['a text', shape('string'), 'x'],
  ['a text of 400000 characters', shape('string'), 'x'.repeat(400_000)],
  ['a text loses its NUL characters', shape('string'), 'a\u0000b', 'ab'],
  ['a number', shape('number'), 1.5],
  ['the largest 53-bit number', shape('number'), Number.MAX_SAFE_INTEGER],
  ['true as the number 1', shape('number'), true, 1],
  ['false as the number 0', shape('number'), false, 0],
  ['a boolean', shape('boolean'), false],
  ['an object as it is', shape('object'), { a: { b: [1, 2] } }],
  ['an object with children', shape('object', { a: shape('string') }), { a: 'x' }],
  ['a list of texts', shape('array[string]'), ['a', null]],
  ['30 texts', shape('array[string]'), list(30, 'a')],
  ['1000 numbers', shape('array[number]'), list(1000, 1)],
  ['a list of objects', shape('array[object]'), [{ a: 1 }, null]],
  ['a list of booleans', shape('array[boolean]'), [true, null]],
  ['a homogeneous list within an object', shape('object'), { a: [1, null, 2.5] }],
  ...(
    [
      'string',
      'number',
      'object',
      'boolean',
      'array[string]',
      'array[number]',
      'array[object]',
      'array[boolean]',
    ] as const
  ).map((type) => [`null for ${type}`, shape(type), null] as const),
];

for (const [what, declared, given, kept = given] of accepted)
  test(`a code result may be ${what}`, () =>
    assert.deepEqual(checkResult({ x: declared }, { x: given }), { x: kept }));

const refused: readonly (readonly [what: string, OutputShape, given: Value])[] = [
  ['a number for a text', shape('string'), 1],
  ['a text of more than 400000 characters', shape('string'), 'x'.repeat(400_001)],
  ['a text for a number', shape('number'), '1'],
  ['a number of more than 64 bits', shape('number'), 2 ** 63],
  ['a negative number of more than 64 bits', shape('number'), -(2 ** 63)],
  ['a number that is not one', shape('number'), Number.NaN],
  ['a number for a boolean', shape('boolean'), 1],
  ['a list for an object', shape('object'), []],
  ['an object for a list', shape('array[string]'), {}],
  ['a number in a list of texts', shape('array[string]'), ['a', 1]],
  ['null in a list of numbers', shape('array[number]'), [1, null]],
  ['31 texts', shape('array[string]'), list(31, 'a')],
  ['31 objects', shape('array[object]'), list(31, {})],
  ['1001 numbers', shape('array[number]'), list(1001, 1)],
  ['a mixed list within an object', shape('object'), { a: [1, 'x'] }],
  ['31 texts within an object', shape('object'), { a: list(31, 'a') }],
  ['a missing child', shape('object', { a: shape('string') }), {}],
  ['an undeclared child', shape('object', { a: shape('string') }), { a: 'x', b: 1 }],
  ['more than five levels', shape('object'), nested(5)],
];

for (const [what, declared, given] of refused)
  test(`a code result may not be ${what}`, () =>
    assert.throws(
      () => checkResult({ x: declared }, { x: given }),
      (error: unknown) => error instanceof NodeFailure && error.message.includes('“x'),
    ));

test('five levels are allowed', () => {
  const value = nested(3);
  assert.deepEqual(checkResult({ x: shape('object') }, { x: value }), { x: value });
});

test('the result is an object', () => {
  for (const result of [null, 'x', [1]])
    assert.throws(() => checkResult({}, result), /must return an object/);
});

test('a declared key must be there and an undeclared one must not', () => {
  const shapes = { a: shape('string') };
  assert.throws(() => checkResult(shapes, {}), /“a”.*missing/);
  assert.throws(() => checkResult(shapes, { a: 'x', b: 1 }), /“b”.*not declared/);
});

test('without declarations every object is kept', () => {
  assert.deepEqual(checkResult({}, { a: 1, b: ['x'] }), { a: 1, b: ['x'] });
});

test('a list item at fault is named by its place', () => {
  assert.throws(() => checkResult({ x: shape('array[number]') }, { x: [1, 'b'] }), /“x\[1\]”/);
});
