import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '@outpost/contracts';
import { loop } from '../../src/loop/index.ts';
import { runContainer, type TestRound } from '../support/run-container.ts';

const reaches = (value: string, selector: readonly string[] = ['box', 'n']) => ({
  id: 'c',
  variable_selector: selector,
  comparison_operator: '≥',
  value,
  varType: 'number',
});
const counter = { id: 'v', label: 'n', var_type: 'number', value_type: 'constant', value: '0' };
const base = {
  loop_count: 9,
  logical_operator: 'and',
  start_node_id: 'boxstart',
  loop_variables: [counter],
  break_conditions: [reaches('3')],
  outputs: null,
};
const addOne: TestRound = ({ n }) => ({ pool: { box: { n: Number(n) + 1 } } });

function repeat(config: Readonly<Record<string, unknown>> = {}, round: TestRound = addOne) {
  return runContainer({ kind: loop, config: { ...base, ...config }, round });
}

test('a loop adds 1 until n is at least 3', () => {
  const { end, started } = repeat();
  assert.deepEqual(end.outputs, { n: 3, loop_round: 3 });
  assert.deepEqual(
    started.map(({ variables }) => variables),
    [{ n: 0 }, { n: 1 }, { n: 2 }],
  );
  assert.deepEqual(end.metadata, {
    completed_reason: 'loop_break',
    loop_duration_map: { 0: 1.5, 1: 1.5, 2: 1.5 },
    loop_variable_map: { 0: { n: 1 }, 1: { n: 2 }, 2: { n: 3 } },
  });
});

test('a loop without a break ends at its count', () => {
  const { end } = repeat({ loop_count: '4', break_conditions: null });
  assert.deepEqual(end.outputs, { n: 4, loop_round: 4 });
  assert.equal(end.metadata?.['completed_reason'], 'loop_completed');
});

test('a break that holds at once runs no round, gives no outputs and leaves the variables readable', () => {
  const { end, started } = repeat({ break_conditions: [reaches('0')] });
  assert.equal(started.length, 0);
  assert.deepEqual(end.outputs, {});
  assert.deepEqual(end.writes, [{ selector: ['box', 'n'], value: 0 }]);
  assert.equal(end.metadata?.['completed_reason'], 'loop_break');
});

test('what is missing before the first round does not matter, after a round it fails the loop', () => {
  const { end, started } = repeat({ break_conditions: [reaches('1', ['child', 'score'])] });
  assert.equal(started.length, 1);
  assert.equal(end.status, 'failed');
  assert.match(end.error?.message ?? '', /child\.score/);
  assert.equal(end.metadata?.['completed_reason'], 'error');
});

test('a break may ask what the children gave', () => {
  const { end } = repeat(
    { break_conditions: [reaches('5', ['child', 'score'])] },
    (_variables, round) => ({ pool: { child: { score: round * 5 } } }),
  );
  assert.deepEqual(end.outputs, { n: 0, loop_round: 2 });
});

test('a finished loop-end breaks after its round', () => {
  const { end } = repeat({}, ({ n }, round) => ({
    pool: { box: { n: Number(n) + 1 } },
    ended: round === 1,
  }));
  assert.deepEqual(end.outputs, { n: 2, loop_round: 2 });
  assert.equal(end.metadata?.['completed_reason'], 'loop_break');
});

test('a failed child fails the loop', () => {
  const error = { message: 'broken', type: 'Error' };
  const { end } = repeat({}, () => ({ error }));
  assert.equal(end.status, 'failed');
  assert.deepEqual(end.error, error);
});

test('a loop of no rounds is complete at once', () => {
  const { end, started } = repeat({ loop_count: 0 });
  assert.equal(started.length, 0);
  assert.deepEqual(end.outputs, { n: 0, loop_round: 0 });
});

const fails = Symbol('fails');
const constants: readonly (readonly [type: string, given: Value, value: Value | typeof fails])[] = [
  ['string', '1', '1'],
  ['string', '', ''],
  ['number', '1', 1],
  ['number', 2.5, 2.5],
  ['number', '', fails],
  ['number', 'x', fails],
  ['boolean', 'true', true],
  ['boolean', false, false],
  ['object', '{"a":1}', { a: 1 }],
  ['object', { a: 1 }, { a: 1 }],
  ['object', '[]', fails],
  ['array[string]', '[]', []],
  ['array[string]', '', []],
  ['array[string]', '["a"]', ['a']],
  ['array[number]', [1, 2], [1, 2]],
  ['array[number]', '["a"]', fails],
  ['array[object]', '[{"a":1}]', [{ a: 1 }]],
  ['array[boolean]', '[true]', [true]],
];
for (const [type, given, value] of constants)
  test(`a constant ${JSON.stringify(given)} of type ${type} is ${typeof value === 'symbol' ? 'refused' : JSON.stringify(value)}`, () => {
    const variable = { ...counter, var_type: type, value: given };
    const run = () => repeat({ loop_count: 0, break_conditions: [], loop_variables: [variable] });
    if (typeof value === 'symbol') assert.throws(run, /“n” is not of type/);
    else assert.deepEqual(run().end.outputs['n'], value);
  });

test('a loop variable may start with another variable’s value, which must be there', () => {
  const variable = { ...counter, value_type: 'variable', value: ['a', 'start'] };
  const config = { ...base, loop_variables: [variable] };
  const { end } = runContainer({ kind: loop, config, pool: { a: { start: 2 } }, round: addOne });
  assert.deepEqual(end.outputs, { n: 3, loop_round: 1 });
  assert.throws(() => runContainer({ kind: loop, config, round: addOne }), /a\.start/);
});

test('the break text may refer to loop variables before the first round', () => {
  const limit = { ...counter, id: 'w', label: 'limit', value: 0 };
  const { started } = repeat({
    loop_variables: [counter, limit],
    break_conditions: [reaches('{{#box.limit#}}')],
  });
  assert.equal(started.length, 0);
});

test('a loop gives its variables by type, and the count of rounds', () => {
  const config = loop.parse({ id: 'box', title: '', config: base });
  assert.deepEqual(loop.outputs(config), { n: 'number', loop_round: 'number' });
});
