import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFromValue, type Value } from '@outpost/contracts';
import { iteration } from '../../src/iteration/index.ts';
import { runContainer, type ContainerOptions } from '../support/run-container.ts';

const base = {
  iterator_selector: ['n', 'list'],
  output_selector: ['child', 'out'],
  output_type: 'array[string]',
  start_node_id: 'boxstart',
};
const error = { message: 'broken', type: 'Error' };

function iterate(
  list: Value,
  out: (item: Value, index: number) => Value | undefined,
  config: Readonly<Record<string, unknown>> = {},
  next?: ContainerOptions<unknown>['next'],
) {
  return runContainer({
    kind: iteration,
    config: { ...base, ...config },
    pool: { n: { list } },
    round: ({ item = null, index = null }) => {
      const value = out(item, Number(index));
      return value === undefined ? { error } : { pool: { child: { out: value } } };
    },
    ...(next ? { next } : {}),
  });
}

test('a round an item, each with its item and index, one after the other', () => {
  const { end, started, atOnceMax } = iterate(
    ['a', 'b'],
    (item, index) => `${textFromValue(item)}${index}`,
  );
  assert.deepEqual(end.outputs, { output: ['a0', 'b1'] });
  assert.deepEqual(started, [
    { round: 0, variables: { item: 'a', index: 0 } },
    { round: 1, variables: { item: 'b', index: 1 } },
  ]);
  assert.equal(atOnceMax, 1);
});

for (const list of [[], null] as const)
  test(`an iteration over ${JSON.stringify(list)} succeeds with an empty list`, () => {
    const { end, started } = iterate(list, () => 'never');
    assert.deepEqual(end.outputs, { output: [] });
    assert.equal(end.status, 'succeeded');
    assert.equal(started.length, 0);
  });

test('what is not a list, or not there, fails the iteration', () => {
  assert.throws(() => iterate('text', () => ''), /not a list/);
  assert.throws(
    () => runContainer({ kind: iteration, config: base, round: () => ({}) }),
    /n\.list does not exist/,
  );
});

test('results stand in the order of the items, whichever round ends first', () => {
  const { end, atOnceMax, started } = iterate(
    ['a', 'b', 'c', 'd'],
    (item) => item,
    { is_parallel: true, parallel_nums: 3 },
    (running) => running.at(-1) ?? 0,
  );
  assert.deepEqual(end.outputs, { output: ['a', 'b', 'c', 'd'] });
  assert.equal(atOnceMax, 3);
  assert.deepEqual(
    started.map(({ round }) => round),
    [0, 1, 2, 3],
  );
});

test('parallel_nums means nothing when the iteration is not parallel', () => {
  assert.equal(iterate([1, 2, 3], (item) => item, { parallel_nums: 3 }).atOnceMax, 1);
});

test('a result that is not there is null', () => {
  const { end } = runContainer({
    kind: iteration,
    config: base,
    pool: { n: { list: [1, 2] } },
    round: ({ index }) => ({ pool: index === 0 ? {} : { child: { out: 'x' } } }),
  });
  assert.deepEqual(end.outputs, { output: [null, 'x'] });
});

test('the result may be the item itself', () => {
  const { end } = iterate([1, 2], () => null, { output_selector: ['box', 'item'] });
  assert.deepEqual(end.outputs, { output: [1, 2] });
});

const secondFails = (item: Value) => (item === 'b' ? undefined : item);

test('terminated: a failed round fails the iteration with its error and starts no other', () => {
  const { end, started } = iterate(['a', 'b', 'c'], secondFails);
  assert.equal(end.status, 'failed');
  assert.deepEqual(end.error, error);
  assert.equal(started.length, 2);
});

test('continue-on-error: a failed round leaves null in its slot', () => {
  const { end } = iterate(['a', 'b', 'c'], secondFails, { error_handle_mode: 'continue-on-error' });
  assert.deepEqual(end.outputs, { output: ['a', null, 'c'] });
});

test('remove-abnormal-output: a failed round leaves no slot', () => {
  const { end } = iterate(['a', 'b', 'c'], secondFails, {
    error_handle_mode: 'remove-abnormal-output',
  });
  assert.deepEqual(end.outputs, { output: ['a', 'c'] });
});

test('remove-abnormal-output keeps the null of a round that succeeded', () => {
  const { end } = iterate(['a', 'b'], (item) => (item === 'b' ? undefined : null), {
    error_handle_mode: 'remove-abnormal-output',
  });
  assert.deepEqual(end.outputs, { output: [null] });
});

const flattening: readonly (readonly [what: string, results: readonly Value[], output: Value])[] = [
  ['lists are joined, one level deep', [[1], [2, [3]]], [1, 2, [3]]],
  ['nulls among lists are dropped', [[1], null, [2]], [1, 2]],
  ['a mixture stays as it is', [[1], 2], [[1], 2]],
  ['nothing but nulls stays as it is', [null, null], [null, null]],
  ['empty lists vanish', [[], []], []],
  ['texts stay as they are', ['a', 'b'], ['a', 'b']],
];
for (const [what, results, output] of flattening)
  test(`flattening: ${what}`, () => {
    const { end } = iterate(results, (item) => item);
    assert.deepEqual(end.outputs, { output });
  });

test('flattening can be switched off', () => {
  const { end } = iterate([[1], [2]], (item) => item, { flatten_output: false });
  assert.deepEqual(end.outputs, { output: [[1], [2]] });
});

test('the seconds of every round are told', () => {
  const { end } = iterate(['a', 'b'], (item) => item);
  assert.deepEqual(end.metadata, { iteration_duration_map: { 0: 1.5, 1: 1.5 } });
});

test('an iteration of an old file, without its newer settings, is sequential and stops at errors', () => {
  const config = iteration.parse({ id: 'i', title: '', config: { ...base, startNodeType: 'llm' } });
  assert.deepEqual(
    [config.is_parallel, config.parallel_nums, config.error_handle_mode, config.flatten_output],
    [false, 10, 'terminated', true],
  );
  assert.equal(iteration.container?.startNodeId(config), 'boxstart');
});
