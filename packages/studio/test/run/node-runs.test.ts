import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage, type RunEvent } from '@outpost/contracts';
import {
  addCost,
  addDecimals,
  foldNodeRuns,
  noNodeRuns,
} from '../../src/screens/canvas/run/node-runs.ts';
import { failedNodeOf } from '../../src/screens/canvas/run/run-session.ts';

const event = (type: string, fields: object): RunEvent =>
  ({ seq: 1, at: 1, scope: [], type, ...fields }) as unknown as RunEvent;
const start = (nodeId: string, fields: object = {}) =>
  event('node-start', { nodeId, container: null, inputs: null, ...fields });
const end = (nodeId: string, fields: object = {}) =>
  event('node-end', {
    nodeId,
    status: 'succeeded',
    elapsedMs: 10,
    error: null,
    handle: null,
    container: null,
    metadata: {},
    ...fields,
  });
const paid = (tokens: number, price: string) => ({
  metadata: { usage: { ...noUsage, totalTokens: tokens, totalPrice: price } },
});
const error = { message: 'no', type: 'X' };

test('a node that runs in several rounds shows what they took together, and the last outcome', () => {
  const nodes = foldNodeRuns(noNodeRuns, [
    start('each', { container: { rounds: 2 } }),
    start('llm'),
    end('llm', paid(5, '0.1')),
    event('round-end', { nodeId: 'each', round: 0 }),
    start('llm'),
    end('llm', { ...paid(7, '0.02'), status: 'exception', error }),
  ]);

  const { status, elapsedMs, totalTokens, cost, count } = nodes.get('llm') ?? {};
  assert.deepEqual(
    [status, elapsedMs, totalTokens, cost, count],
    ['exception', 20, 12, '0.12 USD', 2],
  );
  assert.deepEqual(nodes.get('each')?.rounds, { done: 1, total: 2 });
  assert.equal(nodes.get('each')?.status, 'running');
});

test('events in pieces lead to the same as events at once', () => {
  const events = [start('a'), event('node-retry', { nodeId: 'a', error }), end('a'), start('b')];

  const pieces = events.reduce((nodes, one) => foldNodeRuns(nodes, [one]), noNodeRuns);

  assert.deepEqual([...pieces], [...foldNodeRuns(noNodeRuns, events)]);
});

test('what had not ended when the run did is stopped; what waits for somebody waits', () => {
  const begun = foldNodeRuns(noNodeRuns, [start('a'), end('a'), start('b'), start('c')]);
  const paused = foldNodeRuns(begun, [event('run-pause', { nodeIds: ['c'] })]);
  const over = foldNodeRuns(paused, [event('run-end', {})]);

  assert.equal(paused.get('c')?.status, 'paused');
  assert.deepEqual(
    ['a', 'b', 'c'].map((id) => over.get(id)?.status),
    ['succeeded', 'stopped', 'paused'],
  );
});

test('text that comes draws no node anew', () => {
  const nodes = foldNodeRuns(noNodeRuns, [start('a')]);

  assert.equal(foldNodeRuns(nodes, [event('text-delta', { text: 'x' })]), nodes);
});

test('prices are added to the last digit', () => {
  assert.equal(addDecimals('0.1', '0.02'), '0.12');
  assert.equal(addDecimals('0.0000001', '12'), '12.0000001');
  assert.equal(addDecimals('1.5', '0.5'), '2');
  assert.equal(addCost(null, '0', 'USD'), null);
  assert.equal(addCost('0.2 USD', '0.1', 'USD'), '0.3 USD');
});

test('the innermost node that failed is the one to look at', () => {
  const failed = { status: 'failed', error };
  const scope = [{ containerId: 'each', kind: 'iteration', round: 0 }];

  assert.equal(
    failedNodeOf([end('ok'), end('inner', { ...failed, scope }), end('each', failed)]),
    'inner',
  );
  assert.equal(failedNodeOf([end('ok')]), null);
});
