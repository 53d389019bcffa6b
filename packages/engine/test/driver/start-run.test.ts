import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { RunEnd, RunEvent } from '@outpost/contracts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { drawGraph, drawPlan, type NodeShape } from '../support/graph.ts';
import { createKind, testKinds } from '../support/kinds.ts';
import { begin, goOn, storyOf } from '../support/run.ts';

const start: NodeShape = { kind: 'start' };

test('a run of synchronous nodes is over before startRun returns, in one batch of gapless events', () => {
  const batches: (readonly RunEvent[])[] = [];
  const plan = drawPlan({ s: start, a: { kind: 'step' } }, ['s > a']);

  begin(plan, { onEvents: (batch) => void batches.push(batch) });

  assert.equal(batches.length, 1);
  assert.deepEqual(
    batches[0]?.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6],
  );
});

test('stopping ends the run at once, even when a node never gives up', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' } }, ['s > n']);
  const { run, events, done } = begin(plan);

  run.stop('The user closed the page.');

  assert.deepEqual(storyOf(events).slice(-2), ['end n stopped', 'run-end stopped']);
  const end = (await done) as RunEnd;
  assert.deepEqual(end.error, { message: 'The user closed the page.', type: 'RunStopped' });
  run.stop('again');
  assert.equal(events.at(-1), end);
});

test('who reads the events can end the run as failed, also in the middle of a batch of steps', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' } }, ['s > n']);
  const error = { message: 'It says too much.', type: 'TooMuch' };
  const heard: RunEvent[] = [];

  const { done } = begin(plan, {
    onEvents: (batch) => {
      heard.push(...batch);
      return error;
    },
  });

  const end = (await done) as RunEnd;
  assert.deepEqual([end.status, end.error], ['failed', error]);
  assert.deepEqual(storyOf(heard).slice(-2), ['end n stopped', 'run-end failed']);
});

test('a stopped node sees its signal, and its late words are not heard', async () => {
  let seen: { aborted: boolean } = { aborted: false };
  let say = (): void => {};
  const kind = createKind({
    type: 'talker',
    run: (context) => {
      seen = context.signal;
      say = () => context.stream('text', 'late');
      return new Promise(() => {});
    },
  });
  const graph = drawGraph(
    { s: start, t: { kind: 'talker' }, a: { kind: 'answer', template: '{{#t.text#}}' } },
    ['s > t > a'],
  );
  const kinds = new Map([...testKinds, ['talker', kind]]);
  const { run, events } = begin(compilePlan({ graph, kinds, mode: 'advanced-chat' }));
  assert.equal(seen.aborted, false);

  run.stop('enough');
  const length = events.length;
  say();

  assert.equal(seen.aborted, true);
  assert.equal(events.length, length);
});

test('a listener may stop the run that is telling it something', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' } }, ['s > n']);
  let stop = (): void => {};
  const { run, done } = begin(plan, { onEvents: () => stop() });
  stop = () => run.stop('from inside');

  run.stop('from outside');

  assert.equal(((await done) as RunEnd).status, 'stopped');
});

test('a listener that throws ends the run and rejects it', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' } }, ['s > n']);

  const { done } = begin(plan, {
    onEvents: () => {
      throw new Error('disk full');
    },
  });

  await assert.rejects(done, /disk full/);
});

test('a run that takes too many steps fails and names the limit', async () => {
  const plan = drawPlan(
    { s: start, a: { kind: 'step' }, b: { kind: 'step' }, c: { kind: 'step' } },
    ['s > a > b > c'],
  );

  const { done } = begin(plan, { limits: { stepsMax: 2 } });
  const end = (await done) as RunEnd;

  assert.equal(end.status, 'failed');
  assert.equal(end.error?.code, 'run_limit_reached');
  assert.match(end.error?.message ?? '', /stepsMax.*2 steps/);
  assert.equal(end.steps, 3);
});

test('a run that takes too long fails, even when no node answers', async () => {
  const plan = drawPlan({ s: start, n: { kind: 'never' } }, ['s > n']);
  const { clock, events, done } = begin(plan, { limits: { timeoutMs: 1000 } });

  clock.advance(1000);
  assert.notEqual(events.at(-1)?.type, 'run-end');
  clock.advance(1);

  const end = (await done) as RunEnd;
  assert.equal(end.status, 'failed');
  assert.match(end.error?.message ?? '', /timeoutMs.*1000 ms/);
});

test('apps that call apps too deep are refused', async () => {
  const { events, done } = begin(drawPlan({ s: start }), { depth: 6 });

  assert.equal(((await done) as RunEnd).error?.code, 'run_limit_reached');
  assert.deepEqual(storyOf(events), ['run-start', 'run-end failed']);
});

test('no more steps than allowed run at the same time', async () => {
  const nodes: Record<string, NodeShape> = { s: start };
  for (const id of ['a', 'b', 'c']) nodes[id] = { kind: 'slow', stream: ['x'] };

  const { events, done } = begin(drawPlan(nodes, ['s > a', 's > b', 's > c']), {
    limits: { parallelStepsMax: 2 },
  });
  await done;

  let open = 0;
  let most = 0;
  for (const { type } of events) {
    if (type === 'node-start') most = Math.max(most, ++open);
    if (type === 'node-end') open--;
  }
  assert.equal(most, 2);
});

test('a run cannot start where nothing may start', () => {
  const plan = drawPlan({ s: start, a: { kind: 'step' } }, ['s > a']);

  assert.throws(() => begin(plan, { startNodeId: 'a' }), /cannot start with node “a”/);
});

// s ─▶ q (asks) ─▶ a
//  └─▶ x
test('a run pauses when only waiting nodes are left, and goes on with the answer', async () => {
  const plan = drawPlan(
    {
      s: start,
      q: { kind: 'ask' },
      x: { kind: 'slow', stream: ['x'] },
      a: { kind: 'answer', template: 'you said {{#q.reply#}}' },
    },
    ['s > q > a', 's > x'],
  );

  const { events, done } = begin(plan);
  const pause = await done;
  assert.deepEqual(storyOf(events).slice(-2), ['end x succeeded', 'run-pause']);
  assert.deepEqual(pause.type === 'run-pause' && pause.reasons, [{ form: 'q' }]);

  const resumed = goOn(plan, events, { environment: { reply: 'yes' } });
  const end = (await resumed.done) as RunEnd;

  assert.deepEqual(end.outputs, { answer: 'you said yes' });
  const resume = resumed.events.find(({ type }) => type === 'run-resume');
  assert.equal(resume?.type === 'run-resume' && resume.reason, 'input');
  assert.equal(resumed.events.filter(({ type }) => type === 'node-start').length, 4);
});

test('a node that breaks its word and says more after its end is not heard', async () => {
  let say = (): void => {};
  const kind = createKind({
    type: 'talker',
    run: (context) => {
      say = () => context.stream('text', 'more');
      return { outputs: { text: 'all' } };
    },
  });
  const graph = drawGraph(
    {
      s: start,
      t: { kind: 'talker' },
      n: { kind: 'slow', stream: ['n'] },
      a: { kind: 'answer', template: '{{#t.text#}}' },
    },
    ['s > t > n > a'],
  );
  const kinds = new Map([...testKinds, ['talker', kind]]);
  const { events, done } = begin(compilePlan({ graph, kinds, mode: 'advanced-chat' }));

  say();
  await done;
  await turnOfTheLoop();

  assert.deepEqual(
    events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])),
    ['all'],
  );
});
