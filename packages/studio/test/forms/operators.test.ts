import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeKinds } from '@outpost/nodes';
import { operationsFor, sourceOf } from '../../src/screens/canvas/forms/model/assignments.ts';
import {
  expectedOf,
  operatorsFor,
  suitedTo,
} from '../../src/screens/canvas/forms/model/operators.ts';

const types = [
  'string',
  'secret',
  'number',
  'boolean',
  'object',
  'file',
  'array[string]',
  'array[number]',
  'array[boolean]',
  'array[object]',
  'array[file]',
  'any',
];

test('every operator that is offered is one that condition nodes read', () => {
  const kind = createNodeKinds().get('if-else');
  for (const type of types)
    for (const operator of operatorsFor(type)) {
      const conditions = [{ variable_selector: ['a', 'b'], comparison_operator: operator }];
      const config = { cases: [{ case_id: 'true', conditions }] };
      assert.doesNotThrow(
        () => kind?.parse({ id: 'n', title: 'n', config }),
        `${type} ${operator}`,
      );
    }
});

test('an operator asks for what it compares with, by the type of the variable', () => {
  const rows = [
    ['string', 'contains', null, 'text'],
    ['string', 'empty', null, 'nothing'],
    ['number', '≥', null, 'number'],
    ['boolean', 'is', null, 'boolean'],
    ['array[number]', 'contains', null, 'number'],
    ['array[file]', 'contains', null, 'files'],
    ['array[file]', 'not empty', null, 'nothing'],
    ['string', 'in', 'type', 'choices'],
    ['number', '>', 'size', 'number'],
  ] as const;
  for (const [type, operator, attribute, expected] of rows)
    assert.equal(expectedOf(type, operator, attribute), expected, `${type} ${operator}`);
});

test('another variable keeps the operator and value where they still make sense', () => {
  const before = { type: 'string', operator: 'contains', value: 'x' };

  assert.deepEqual(suitedTo('array[string]', null, before), { operator: 'contains', value: 'x' });
  assert.deepEqual(suitedTo('number', null, before), { operator: '=', value: '' });
  assert.deepEqual(suitedTo('boolean', null, before), { operator: 'is', value: true });
  assert.deepEqual(suitedTo('string', 'type', before), { operator: 'in', value: [] });
});

test('operations on a variable follow its type, and take what the assigner takes', () => {
  assert.deepEqual(operationsFor('number'), ['over-write', 'set', 'clear', '+=', '-=', '*=', '/=']);
  assert.deepEqual(operationsFor('file'), ['over-write', 'clear']);
  assert.deepEqual(
    [
      sourceOf('append', 'array[number]'),
      sourceOf('set', 'boolean'),
      sourceOf('clear', 'string'),
      sourceOf('+=', 'number'),
    ],
    [
      { input: 'variable', type: 'number' },
      { input: 'constant', type: 'boolean' },
      { input: 'none', type: 'any' },
      { input: 'constant', type: 'number' },
    ],
  );
});
