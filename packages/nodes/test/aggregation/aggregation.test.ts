import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variableAggregator } from '../../src/variable-aggregator/index.ts';
import { variableAssigner } from '../../src/variable-assigner/index.ts';
import { runNode } from '../support/create-node-context.ts';

const variables = [
  ['a', 'x'],
  ['b', 'x'],
];

for (const kind of [variableAggregator, variableAssigner]) {
  test(`${kind.type}: the first variable that is there wins and keeps its type`, async () => {
    const pool = { b: { x: [1, 2] } };
    const { outputs } = await runNode(kind, { variables, output_type: 'array[number]' }, { pool });
    assert.deepEqual(outputs, { output: [1, 2] });
  });

  test(`${kind.type}: a null that is there counts`, async () => {
    const { outputs } = await runNode(
      kind,
      { variables },
      { pool: { a: { x: null }, b: { x: 1 } } },
    );
    assert.deepEqual(outputs, { output: null });
  });

  test(`${kind.type}: with nothing there it succeeds without an output`, async () => {
    assert.deepEqual((await runNode(kind, { variables })).outputs, {});
  });
}

const groups = [
  { groupId: '1', group_name: 'G1', output_type: 'string', variables: [['a', 'x']] },
  { groupId: '2', group_name: 'G2', output_type: 'number', variables },
];

test('groups nest their value under “output”, and an empty group is absent', async () => {
  const config = { variables, advanced_settings: { group_enabled: true, groups } };
  const { outputs } = await runNode(variableAggregator, config, { pool: { b: { x: 5 } } });
  assert.deepEqual(outputs, { G2: { output: 5 } });
  const parsed = variableAggregator.parse({ id: 'v', title: '', config });
  assert.deepEqual(variableAggregator.outputs(parsed), { G1: 'object', G2: 'object' });
});

test('groups that are switched off are ignored', async () => {
  const config = { variables, advanced_settings: { group_enabled: false, groups } };
  const { outputs } = await runNode(variableAggregator, config, { pool: { b: { x: 5 } } });
  assert.deepEqual(outputs, { output: 5 });
});
