import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage, type NodeEnd, type RunEnd, type RunEvent } from '@outpost/contracts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { drawGraph, drawPlan, type NodeShape } from '../support/graph.ts';
import { createKind, testKinds } from '../support/kinds.ts';
import { begin, shownText, storyOf } from '../support/run.ts';

const start: NodeShape = { kind: 'start' };

// s ─▶ e[ es ─▶ x ] ─▶ a        two rounds at a time
test('parallel rounds give their results in order, and their children tell their round', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: ['p', 'q', 'r'], parallel: 2, output: ['x', 'text'] },
      es: { kind: 'inner-start', inside: 'e' },
      x: { kind: 'slow', stream: ['', ''], inside: 'e', template: '' },
      y: { kind: 'step', template: '{{#e.index#}}{{#e.item#}}', inside: 'e' },
      a: { kind: 'answer', template: '{{#e.output#}}' },
    },
    ['s > e > a', 'es > x > y'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(storyOf(events).slice(3, 9), [
    'start e',
    'round e 0',
    'round e 1',
    'start es[0]',
    'start es[1]',
    'end es[0] succeeded',
  ]);
  assert.deepEqual(
    events.flatMap((event) =>
      event.type === 'node-end' && event.nodeId === 'y' ? [event.outputs?.['text']] : [],
    ),
    ['0p', '1q', '2r'],
  );
  const begun = events.find((event) => event.type === 'node-start' && event.nodeId === 'e');
  assert.deepEqual(begun?.type === 'node-start' && [begun.container, begun.inputs], [
    { rounds: 3 },
    { items: ['p', 'q', 'r'] },
  ]);
  assert.deepEqual(endOf(events, 'e').container, { rounds: 3 });
});

// s ─▶ e[ es ─▶ x(fails) ; es ─▶ never ]
test('a failed round stops what else runs in it, and the container decides what that means', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: [1, 2], mode: 'continue', output: ['x', 'text'] },
      es: { kind: 'inner-start', inside: 'e' },
      n: { kind: 'never', inside: 'e' },
      x: { kind: 'step', failures: -1, inside: 'e' },
    },
    ['s > e', 'es > n', 'es > x'],
  );

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'succeeded');
  assert.deepEqual(endOf(events, 'e').outputs, { output: [null, null] });
  assert.deepEqual(storyOf(events).slice(4, 12), [
    'round e 0',
    'start es[0]',
    'end es[0] succeeded',
    'start n[0]',
    'start x[0]',
    'end x[0] failed',
    'end n[0] stopped',
    'round-end e 0 failed',
  ]);
});

// s ─▶ e[ es ─▶ x(fails) ]  terminated, with a fail branch
test('a container that fails follows its own failure policy', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: [1], failure: { strategy: 'fail-branch' } },
      es: { kind: 'inner-start', inside: 'e' },
      x: { kind: 'step', failures: -1, inside: 'e' },
      a: { kind: 'answer', template: '{{#e.error_message#}}' },
    },
    ['s > e', 'e.fail-branch > a', 'es > x'],
  );

  const { done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'partial-succeeded');
  assert.deepEqual(end.outputs, { answer: 'x failed' });
});

test('rounds that run when a container has failed are awaited, and no new ones start', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: [0, 1, 2], parallel: 2 },
      es: { kind: 'inner-start', inside: 'e' },
      b: { kind: 'branch', handle: 'ok', inside: 'e' },
      x: { kind: 'slow', stream: ['a', 'b'], inside: 'e' },
      f: { kind: 'step', failures: -1, inside: 'e' },
    },
    ['s > e', 'es > b', 'b.ok > x > f'],
  );

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'failed');
  assert.deepEqual(
    storyOf(events).filter((line) => line.startsWith('round')),
    ['round e 0', 'round e 1', 'round-end e 0 failed', 'round-end e 1 failed'],
  );
});

// s ─▶ r[ rs ─▶ w (n := 7) ]    three rounds
test('a loop carries its variables from round to round and past its end', async () => {
  const plan = drawPlan(
    {
      s: start,
      r: { kind: 'repeat', start: 'rs', times: 3, outputs: { n: 1 } },
      rs: { kind: 'inner-start', inside: 'r' },
      p: { kind: 'step', template: 'n={{#r.n#}}', inside: 'r' },
      w: { kind: 'step', set: [{ selector: ['r', 'n'], from: 7 }], inside: 'r' },
      a: { kind: 'answer', template: '{{#r.n#}} after {{#r.rounds#}}' },
    },
    ['s > r > a', 'rs > p > w'],
  );

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.deepEqual(end.outputs, { answer: '7 after 3' });
  assert.deepEqual(
    events.flatMap((event) =>
      event.type === 'node-end' && event.nodeId === 'p' ? [event.outputs?.['text']] : [],
    ),
    ['n=1', 'n=7', 'n=7'],
  );
});

// s ─▶ e[ es ─▶ w (conversation.v := item) ─▶ p ] ─▶ a
test('rounds that are kept apart do not see each other’s writes, nor does what follows', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: ['x', 'y'], output: ['p', 'text'] },
      es: { kind: 'inner-start', inside: 'e' },
      p: { kind: 'step', template: '{{#conversation.v#}}', inside: 'e' },
      w: {
        kind: 'step',
        set: [{ selector: ['conversation', 'v'], from: ['e', 'item'] }],
        inside: 'e',
      },
      a: { kind: 'answer', template: '{{#conversation.v#}}{{#e.output#}}' },
    },
    ['s > e > a', 'es > p > w'],
  );

  const { done } = begin(plan, { conversation: { v: 'old' } });
  const end = (await done) as RunEnd;

  assert.deepEqual(end.outputs, { answer: 'old- old\n- old' });
});

test('writes of rounds that share them are seen by what follows', async () => {
  const plan = drawPlan(
    {
      s: start,
      r: { kind: 'repeat', start: 'rs', times: 2 },
      rs: { kind: 'inner-start', inside: 'r' },
      w: { kind: 'step', set: [{ selector: ['conversation', 'v'], from: 'new' }], inside: 'r' },
      a: { kind: 'answer', template: '{{#conversation.v#}}' },
    },
    ['s > r > a', 'rs > w'],
  );

  const { done } = begin(plan, { conversation: { v: 'old' } });

  assert.deepEqual(((await done) as RunEnd).outputs, { answer: 'new' });
});

test('outputs of one round are gone in the next', async () => {
  const plan = drawPlan(
    {
      s: start,
      r: { kind: 'repeat', start: 'rs', times: 2 },
      rs: { kind: 'inner-start', inside: 'r' },
      p: { kind: 'step', template: '{{#q.text#}}', inside: 'r' },
      q: { kind: 'step', template: 'q', inside: 'r' },
    },
    ['s > r', 'rs > p > q'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(
    events.flatMap((event) =>
      event.type === 'node-end' && event.nodeId === 'p' ? [event.outputs?.['text']] : [],
    ),
    ['q.text', 'q.text'],
  );
});

// s ─▶ r[ rs ─▶ x ─▶ out ]
test('a node that ends its container ends it after its round', async () => {
  const plan = drawPlan(
    {
      s: start,
      r: { kind: 'repeat', start: 'rs', times: 9 },
      rs: { kind: 'inner-start', inside: 'r' },
      out: { kind: 'leave', inside: 'r' },
      x: { kind: 'slow', stream: ['x'], inside: 'r' },
    },
    ['s > r', 'rs > out', 'rs > x'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.equal(endOf(events, 'r').outputs?.['rounds'], 1);
  assert.ok(storyOf(events).includes('end x[0] succeeded'));
});

// s ─▶ o[ os ─▶ e[ es ─▶ i[ is ─▶ a ] ] ]      loop, iteration, loop
test('containers nest to any depth, and answers inside print round by round', async () => {
  const plan = drawPlan(
    {
      s: start,
      o: { kind: 'repeat', start: 'os', times: 2, outputs: { n: 'o' } },
      os: { kind: 'inner-start', inside: 'o' },
      e: { kind: 'each', start: 'es', items: ['x', 'y'], parallel: 2, inside: 'o' },
      es: { kind: 'inner-start', inside: 'e' },
      i: { kind: 'repeat', start: 'is', times: 2, inside: 'e' },
      is: { kind: 'inner-start', inside: 'i' },
      m: { kind: 'slow', stream: ['(', ')'], inside: 'i' },
      a: { kind: 'answer', template: '{{#o.n#}}{{#e.item#}}{{#m.text#}} ', inside: 'i' },
    },
    ['s > o', 'os > e', 'es > i', 'is > m > a'],
  );

  const { events, done } = begin(plan);
  const end = (await done) as RunEnd;

  assert.equal(shownText(events), 'ox() oy() ox() oy() ox() oy() ox() oy() ');
  assert.equal(end.outputs['answer'], shownText(events));
  const deepest = events.findLast((event) => event.type === 'node-start' && event.nodeId === 'a');
  assert.deepEqual(deepest?.type === 'node-start' && deepest.scope, [
    { containerId: 'o', kind: 'repeat', round: 1 },
    { containerId: 'e', kind: 'each', round: 1 },
    { containerId: 'i', kind: 'repeat', round: 1 },
  ]);
});

// s ─▶ e[ es ─▶ f (fails in round 0 only) ─▶ a "said" ]
test('an answer whose round failed before it ran takes back its words', async () => {
  const plan = drawPlan(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: ['x'], mode: 'continue' },
      es: { kind: 'inner-start', inside: 'e' },
      m: { kind: 'slow', stream: ['half '], failures: -1, inside: 'e' },
      a: { kind: 'answer', template: 'I say {{#m.text#}}', inside: 'e' },
      b: { kind: 'answer', template: 'The end.' },
    },
    ['s > e > b', 'es > m > a'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(
    storyOf(events).filter((line) => /^(text|replace)/.test(line)),
    ['text "I say "', 'text "half "', 'replace "" failed', 'text "The end."'],
  );
});

test('a container that neither starts a round nor ends has failed', async () => {
  const idle = createKind({
    type: 'each',
    container: {
      startNodeId: () => 'es',
      sharesWrites: false,
      begin: () => ({ state: null, start: [] }),
      roundEnd: () => ({ state: null, start: [] }),
    },
  });
  const graph = drawGraph(
    { s: start, e: { kind: 'each' }, es: { kind: 'inner-start', inside: 'e' } },
    ['s > e'],
  );
  const kinds = new Map([...testKinds, ['each', idle]]);

  const { done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));

  assert.match(((await done) as RunEnd).error?.message ?? '', /started no round/);
});

test('a container that throws fails with what it threw', async () => {
  const broken = createKind({
    type: 'each',
    container: {
      startNodeId: () => 'es',
      sharesWrites: false,
      begin: () => {
        throw new TypeError('not a list');
      },
      roundEnd: () => ({ state: null, start: [] }),
    },
  });
  const graph = drawGraph(
    { s: start, e: { kind: 'each' }, es: { kind: 'inner-start', inside: 'e' } },
    ['s > e'],
  );
  const kinds = new Map([...testKinds, ['each', broken]]);

  const { done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));

  assert.deepEqual(((await done) as RunEnd).error, { message: 'not a list', type: 'TypeError' });
});

test('what children used is summed up in their container and counted once in the run', async () => {
  const usage = { ...noUsage, totalTokens: 5, totalPrice: '0.0010' };
  const costly = createKind({
    type: 'costly',
    run: () => ({ outputs: {}, metadata: { usage } }),
  });
  const graph = drawGraph(
    {
      s: start,
      e: { kind: 'each', start: 'es', items: [1, 2, 3] },
      es: { kind: 'inner-start', inside: 'e' },
      x: { kind: 'costly', inside: 'e' },
    },
    ['s > e', 'es > x'],
  );
  const kinds = new Map([...testKinds, ['costly', costly]]);

  const { events, done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));
  const end = (await done) as RunEnd;

  assert.equal(endOf(events, 'e').metadata.usage?.totalTokens, 15);
  assert.deepEqual([end.totalTokens, end.usage.totalPrice], [15, '0.0030']);
});

test('a container’s end may set variables that are not outputs', async () => {
  const quiet = createKind({
    type: 'each',
    container: {
      startNodeId: () => 'es',
      sharesWrites: true,
      begin: () => ({
        state: null,
        start: [],
        end: { status: 'succeeded', outputs: {}, writes: [{ selector: ['e', 'n'], value: 4 }] },
      }),
      roundEnd: () => ({ state: null, start: [] }),
    },
  });
  const graph = drawGraph(
    {
      s: start,
      e: { kind: 'each' },
      es: { kind: 'inner-start', inside: 'e' },
      a: { kind: 'answer', template: '{{#e.n#}}' },
    },
    ['s > e > a'],
  );
  const kinds = new Map([...testKinds, ['each', quiet]]);

  const { events, done } = begin(compilePlan({ graph, kinds, mode: 'workflow' }));

  assert.deepEqual(((await done) as RunEnd).outputs, { answer: '4' });
  assert.deepEqual(endOf(events, 'e').outputs, {});
});

function endOf(events: readonly RunEvent[], nodeId: string): NodeEnd {
  const end = events.find((event) => event.type === 'node-end' && event.nodeId === nodeId);
  assert.ok(end?.type === 'node-end');
  return end;
}
