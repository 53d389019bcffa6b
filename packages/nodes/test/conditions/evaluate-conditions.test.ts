import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { z } from 'zod';
import { conditionField, type LogicalOperator } from '../../src/conditions/condition-fields.ts';
import { conditionReferences } from '../../src/conditions/condition-references.ts';
import { evaluateConditions } from '../../src/conditions/evaluate-conditions.ts';
import { createTestVariables, type TestPool } from '../support/create-node-context.ts';

const files = createFakeRunFiles();
const pdf = files.put({ filename: 'a.pdf', type: 'document' }, new Uint8Array(10));
const png = files.put({ filename: 'b.png', type: 'image' }, new Uint8Array(2000));
const bare = files.put({ filename: 'c', extension: 'pdf' }, new Uint8Array(1));

function ask(
  conditions: readonly unknown[],
  pool: TestPool,
  operator: LogicalOperator = 'and',
): boolean {
  const parsed = z.array(conditionField).parse(conditions);
  return evaluateConditions(parsed, operator, createTestVariables(pool)).holds;
}

const isA = { variable_selector: ['n', 'x'], comparison_operator: 'is', value: 'a' };
const isB = { ...isA, value: 'b' };

test('no conditions hold under “and” and do not under “or”', () => {
  assert.equal(ask([], {}, 'and'), true);
  assert.equal(ask([], {}, 'or'), false);
});

test('“and” needs all, “or” needs one', () => {
  const pool = { n: { x: 'a' } };
  assert.equal(ask([isA, isB], pool, 'and'), false);
  assert.equal(ask([isB, isA], pool, 'or'), true);
});

test('conditions after the deciding one are not asked', () => {
  const missing = { ...isA, variable_selector: ['gone', 'x'] };
  assert.equal(ask([isA, missing], { n: { x: 'a' } }, 'or'), true);
  assert.equal(ask([isB, missing], { n: { x: 'a' } }, 'and'), false);
});

test('a missing variable is a failure that names it', () => {
  assert.throws(() => ask([isA], {}), /n\.x does not exist/);
  assert.throws(() => ask([{ ...isA, variable_selector: [] }], {}), NodeFailure);
});

test('the expected text may hold references', () => {
  const condition = { ...isA, value: '{{#m.y#}}!' };
  assert.equal(ask([condition], { n: { x: 'a!' }, m: { y: 'a' } }), true);
  assert.deepEqual(conditionReferences(z.array(conditionField).parse([condition])), [
    ['n', 'x'],
    ['m', 'y'],
  ]);
});

test('a list of expected texts may hold references', () => {
  const condition = { ...isA, comparison_operator: 'in', value: ['b', '{{#m.y#}}'] };
  assert.equal(ask([condition], { n: { x: 'a' }, m: { y: 'a' } }), true);
});

test('a very old condition compares with a variable', () => {
  const condition = { ...isA, value: '', value_type: 'variable', value_selector: ['m', 'y'] };
  assert.equal(ask([condition], { n: { x: 'a' }, m: { y: 'a' } }), true);
});

test('numbers written as numbers, and other spellings of operators, are read', () => {
  const condition = { variable_selector: ['n', 'x'], comparison_operator: '>=', value: 3 };
  assert.equal(ask([condition], { n: { x: 3 } }), true);
});

function about(key: string, operator: string, value: unknown, top = 'contains') {
  return {
    variable_selector: ['sys', 'files'],
    comparison_operator: top,
    value: '',
    sub_variable_condition: {
      case_id: '1',
      logical_operator: 'and',
      conditions: [{ id: '2', key, comparison_operator: operator, value, varType: 'string' }],
    },
  };
}

const aboutFiles: readonly (readonly [
  what: string,
  condition: ReturnType<typeof about>,
  files: readonly (typeof pdf)[],
  holds: boolean,
])[] = [
  ['one image is enough', about('type', 'in', ['image']), [pdf, png], true],
  ['no image is not', about('type', 'in', ['image']), [pdf], false],
  ['“not” must hold for all', about('type', 'not in', ['image']), [pdf, png], false],
  ['“not” holds for all', about('type', 'not in', ['image']), [pdf, bare], true],
  ['extensions are compared with their dot', about('extension', 'is', 'pdf'), [pdf], true],
  ['extensions without a dot get one', about('extension', 'is', '.pdf'), [bare], true],
  ['sizes are numbers', about('size', '>', '1000'), [pdf, png], true],
  ['names are texts', about('name', 'start with', 'b'), [pdf, png], true],
  ['“not contains” asks the same way', about('type', 'in', ['image'], 'not contains'), [png], true],
  ['“all of” asks the same way', about('type', 'in', ['image'], 'all of'), [png, pdf], true],
  ['of no files none is an image', about('type', 'in', ['image']), [], false],
  ['of no files all are no images', about('type', 'not in', ['image']), [], true],
];

for (const [what, condition, list, holds] of aboutFiles)
  test(`conditions about files: ${what}`, () =>
    assert.equal(ask([condition], { sys: { files: list } }), holds));

test('conditions about files: one file cannot be asked for its colour', () => {
  assert.throws(() => ask([about('colour', 'is', 'red')], { sys: { files: [pdf] } }), /“colour”/);
});

test('“contains” on files without conditions about them is a failure', () => {
  const condition = {
    variable_selector: ['sys', 'files'],
    comparison_operator: 'contains',
    value: 'x',
  };
  assert.throws(() => ask([condition], { sys: { files: [pdf] } }), NodeFailure);
  assert.equal(ask([condition], { sys: { files: [] } }), false);
});

test('an attribute of a single file is an ordinary value', () => {
  const condition = {
    variable_selector: ['n', 'f', 'extension'],
    comparison_operator: 'is',
    value: '.pdf',
  };
  assert.equal(ask([condition], { n: { f: pdf } }), true);
});
