import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AppError,
  NodeFailure,
  type NodeKind,
  type RunEnd,
  type RunEvent,
} from '@outpost/contracts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { drawGraph, drawPlan, type NodeShape } from '../support/graph.ts';
import { createKind, testKinds } from '../support/kinds.ts';
import { begin, storyOf } from '../support/run.ts';

const start: NodeShape = { kind: 'start' };

test('a node that fails without a strategy fails the run with its error', async () => {
  const plan = drawPlan({ s: start, x: { kind: 'step', failures: -1 }, y: { kind: 'step' } }, [
    's > x > y',
  ]);

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'failed');
  assert.deepEqual(end.error, { message: 'x failed', type: 'TestError' });
  assert.deepEqual(storyOf(events).slice(3), ['start x', 'end x failed', 'run-end failed']);
  const failed = events.find((event) => event.type === 'node-end' && event.nodeId === 'x');
  assert.deepEqual(failed?.type === 'node-end' && failed.inputs, { tried: true });
});

test('when a node fails, what runs beside it is stopped', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' }, x: { kind: 'step', failures: -1 } }, [
    's > n',
    's > x',
  ]);

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(storyOf(events).slice(-3), ['end x failed', 'end n stopped', 'run-end failed']);
});

// s ─▶ x ─source──────▶ y
//      └─fail-branch──▶ z
test('a fail branch is taken with the error as outputs, and the run succeeds in part', async () => {
  const plan = drawPlan(
    {
      s: start,
      x: { kind: 'step', failures: -1, failure: { strategy: 'fail-branch' } },
      y: { kind: 'answer', template: 'fine' },
      z: { kind: 'answer', template: '{{#x.error_type#}}: {{#x.error_message#}}' },
    },
    ['s > x > y', 'x.fail-branch > z'],
  );

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.deepEqual(
    [end.status, end.exceptions, end.outputs],
    ['partial-succeeded', 1, { answer: 'TestError: x failed' }],
  );
  const failed = events.find((event) => event.type === 'node-end' && event.nodeId === 'x');
  assert.deepEqual(
    failed?.type === 'node-end' && [
      failed.status,
      failed.handle,
      failed.error?.type,
      failed.metadata,
    ],
    ['exception', 'fail-branch', 'TestError', { error_strategy: 'fail-branch' }],
  );
});

test('a node with a fail branch that succeeds takes its ordinary way, by either of its names', async () => {
  const plan = drawPlan(
    {
      s: start,
      x: { kind: 'step', failure: { strategy: 'fail-branch' } },
      y: { kind: 'step' },
      w: { kind: 'step' },
      z: { kind: 'step' },
    },
    ['s > x > y', 'x.success-branch > w', 'x.fail-branch > z'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(
    storyOf(events).filter((line) => line.startsWith('start')),
    ['start s', 'start x', 'start y', 'start w'],
  );
});

test('default values stand in for the outputs of a failed node', async () => {
  const plan = drawPlan(
    {
      s: start,
      x: {
        kind: 'step',
        failures: -1,
        failure: { strategy: 'default-value', defaults: { text: 'instead' } },
      },
      a: { kind: 'answer', template: '{{#x.text#}}, {{#x.error_message#}}' },
    },
    ['s > x > a'],
  );

  const { done } = begin(plan);

  assert.deepEqual(((await done) as RunEnd).outputs, { answer: 'instead, x failed' });
});

test('a node is tried again after its interval, with one start and one end', async () => {
  const plan = drawPlan(
    {
      s: start,
      x: {
        kind: 'step',
        failures: 2,
        failure: { retry: { retriesMax: 3, intervalMs: 500 } },
      },
    },
    ['s > x'],
  );

  const { events, clock, done } = begin(plan);
  assert.equal(storyOf(events).at(-1), 'retry x 1');
  clock.advance(499);
  assert.equal(storyOf(events).at(-1), 'retry x 1');
  clock.advance(1);
  assert.equal(storyOf(events).at(-1), 'retry x 2');
  clock.advance(500);
  await done;

  assert.deepEqual(storyOf(events).slice(3), [
    'start x',
    'retry x 1',
    'retry x 2',
    'end x succeeded',
    'run-end succeeded',
  ]);
});

test('the strategy applies when no retry is left', async () => {
  const plan = drawPlan(
    {
      s: start,
      x: {
        kind: 'step',
        failures: -1,
        failure: { retry: { retriesMax: 1, intervalMs: 10 }, strategy: 'fail-branch' },
      },
    },
    ['s > x'],
  );

  const { events, clock, done } = begin(plan);
  clock.advance(10);
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'partial-succeeded');
  assert.deepEqual(storyOf(events).slice(4, 6), ['retry x 1', 'end x exception']);
});

test('kinds that honour neither retries nor strategies fail at once', async () => {
  const failure = { retry: { retriesMax: 3, intervalMs: 1 }, strategy: 'fail-branch' } as const;
  const plan = drawPlan({ s: start, b: { kind: 'branch', failures: -1, failure } }, ['s > b']);

  const { done } = begin(plan);

  assert.equal(((await done) as RunEnd).status, 'failed');
});

test('a branch that does not say which way to go has failed', async () => {
  const plan = drawPlan({ s: start, b: { kind: 'branch' }, x: { kind: 'step' } }, ['s > b > x']);

  const { done } = begin(plan);

  assert.equal(((await done) as RunEnd).error?.type, 'BranchError');
});

const thrown: readonly [name: string, thrown: unknown, error: object][] = [
  [
    'an AppError',
    new AppError('variable_missing', { details: { selector: 'a.b' } }),
    {
      message: 'The variable a.b does not exist at this point of the run.',
      type: 'VariableMissing',
      code: 'variable_missing',
    },
  ],
  ['a NodeFailure', new NodeFailure({ message: 'm', type: 'T' }), { message: 'm', type: 'T' }],
  ['any other error', new RangeError('r'), { message: 'r', type: 'RangeError' }],
  ['something that is no error', 'oops', { message: 'oops', type: 'Error' }],
];

for (const [name, what, error] of thrown)
  test(`${name} thrown by a node, now or later, is told as a step’s error`, async () => {
    const now = (): never => {
      throw what;
    };
    for (const run of [now, () => Promise.reject(what as Error)]) {
      const end = await endOfNode(createKind({ type: 'broken', run }));
      assert.deepEqual([end.status, end.error], ['failed', error]);
    }
  });

test('a node whose kind lacks something here fails when it is reached, and says what', async () => {
  const kind = {
    ...createKind({ type: 'broken', run: () => ({ outputs: {} }) }),
    lacks: () => 'GPU',
  };

  const end = await endOfNode(kind);

  assert.equal(end.error?.code, 'node_unavailable');
  assert.match(end.error?.message ?? '', /“x” needs GPU/);
});

test('answers of a run are one text; of other outputs the latest counts', async () => {
  const give = createKind({
    type: 'give',
    traits: { response: true },
    run: ({ nodeId }) => ({ outputs: { answer: nodeId, last: nodeId } }),
  });
  const graph = drawGraph({ s: start, a: { kind: 'give' }, b: { kind: 'give' } }, ['s > a > b']);
  const kinds = new Map([...testKinds, ['give', give]]);

  const { done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));

  assert.deepEqual(((await done) as RunEnd).outputs, { answer: 'ab', last: 'b' });
});

async function endOfNode(kind: NodeKind): Promise<RunEnd> {
  const graph = drawGraph({ s: start, x: { kind: 'broken' } }, ['s > x']);
  const kinds = new Map([...testKinds, ['broken', kind]]);
  const { events, done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));
  await done;
  return events.at(-1) as RunEvent & { readonly type: 'run-end' };
}
