import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { GivenStep, NodeEnd, RunEnd, RunEvent } from '@outpost/contracts';
import { keptSteps } from '../../src/replay/kept-steps.ts';
import { drawPlan, type NodeShape } from '../support/graph.ts';
import { checkLog, checkText, finish, outcomeOf, unlimited } from '../support/outcome.ts';
import { randomGraph } from '../support/random-graph.ts';
import { begin, goOn, shownText, type TestRunOptions } from '../support/run.ts';

const pinned = (outputs: GivenStep['outputs'], handle: string | null = null): GivenStep => ({
  origin: 'pinned',
  status: 'succeeded',
  outputs,
  handle,
  inputs: null,
  processData: null,
  error: null,
  writes: [],
  metadata: {},
});

async function play(plan: ReturnType<typeof drawPlan>, options: TestRunOptions = {}) {
  const { events, done } = begin(plan, options);
  const end = (await done) as RunEnd;
  return { events, end, text: shownText(events) };
}

/** Steps as `id`, `id*` when not run, with their rounds. */
function stepsOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'node-end') return [];
    const rounds = event.scope.map(({ round }) => round).join('.');
    return [`${event.nodeId}${rounds && `#${rounds}`}${event.origin ? '*' : ''}`];
  });
}

const line = drawPlan(
  {
    s: { kind: 'start' },
    x: { kind: 'slow', stream: ['run'] },
    a: { kind: 'answer', template: 'Got {{#x.text#}}.' },
  },
  ['s > x > a'],
);

test('a pinned node is not run, gives what is pinned, and the log says so', async () => {
  const { events, text, end } = await play(line, { given: { x: pinned({ text: 'pinned' }) } });

  const x = events.find(
    (event): event is NodeEnd => event.type === 'node-end' && event.nodeId === 'x',
  );
  assert.deepEqual(
    [text, end.status, stepsOf(events)],
    ['Got pinned.', 'succeeded', ['s', 'x*', 'a']],
  );
  assert.deepEqual([x?.origin, x?.outputs, x?.status], ['pinned', { text: 'pinned' }, 'succeeded']);
});

test('a pinned branch takes the way it was given, else its first', async () => {
  const plan = drawPlan(
    {
      s: { kind: 'start' },
      b: { kind: 'branch', handle: 'left' },
      l: { kind: 'step' },
      r: { kind: 'step' },
    },
    ['s > b', 'b.left > l', 'b.right > r'],
  );

  const right = await play(plan, { given: { b: pinned({}, 'right') } });
  const first = await play(plan, { given: { b: pinned({}) } });

  assert.deepEqual(stepsOf(right.events), ['s', 'b*', 'r']);
  assert.deepEqual(stepsOf(first.events), ['s', 'b*', 'l']);
});

test('a pinned container runs nothing inside; a pin inside holds for every round', async () => {
  const plan = drawPlan(
    {
      s: { kind: 'start' },
      e: { kind: 'each', start: 'i', items: [1, 2], output: ['k', 'text'] },
      i: { kind: 'inner-start', inside: 'e' },
      k: { kind: 'step', template: 'ran', inside: 'e' },
      a: { kind: 'answer', template: '{{#e.output#}}' },
    },
    ['s > e > a', 'i > k'],
  );

  const whole = await play(plan, { given: { e: pinned({ output: ['given'] }) } });
  const inner = await play(plan, { given: { k: pinned({ text: 'p' }) } });

  assert.deepEqual([stepsOf(whole.events), whole.text], [['s', 'e*', 'a'], '- given']);
  assert.deepEqual(inner.text, '- p\n- p');
});

test('an interrupted run with pins goes on with them', async () => {
  const given = { x: pinned({ text: 'pinned' }) };
  const { events: whole, text } = await play(line, { given });
  for (let cut = 1; cut < whole.length; cut++) {
    const { events, done } = goOn(line, whole.slice(0, cut));
    await done;

    assert.equal(shownText(events), text);
    assert.deepEqual(stepsOf(events), ['s', 'x*', 'a']);
  }
});

// s ─▶ x ─▶ y ─▶ a
//  └─▶ w ─▶ v           beside y, and nothing that follows needs it
const forked: Record<string, NodeShape> = {
  s: { kind: 'start' },
  x: { kind: 'step', template: 'X', set: [{ selector: ['conversation', 'mood'], from: 'glad' }] },
  y: { kind: 'step', template: '{{#x.text#}}Y{{#conversation.mood#}}' },
  a: { kind: 'answer', template: '{{#y.text#}}' },
  w: { kind: 'step' },
  v: { kind: 'step' },
};
const forkedEdges = ['s > x > y > a', 's > w > v'];

test('a run from the middle repeats nothing before it, and its writes and outputs count', async () => {
  const plan = drawPlan(forked, forkedEdges);
  const first = await play(plan);

  const { given, leftOut } = keptSteps({ plan, runId: 'first', events: first.events, nodeId: 'y' });
  const again = await play(plan, { given });

  assert.deepEqual([Object.keys(given).toSorted(), leftOut], [['s', 'v', 'w', 'x'], []]);
  assert.deepEqual(stepsOf(again.events).toSorted(), ['a', 's*', 'v*', 'w*', 'x*', 'y']);
  assert.equal(again.text, 'XYglad');
  assert.equal(given['x']?.source?.runId, 'first');
});

test('what was never run and nobody needs is left out; what is needed is run', async () => {
  const plan = drawPlan(forked, forkedEdges);

  const { given, leftOut } = keptSteps({ plan, runId: 'none', events: [], nodeId: 'y' });

  assert.deepEqual([given, leftOut], [{}, ['w', 'v']]);
});

test('a step that failed is run again when what follows it is replayed', async () => {
  const plan = drawPlan(
    { s: { kind: 'start' }, x: { kind: 'step', failures: -1 }, y: { kind: 'step' } },
    ['s > x > y'],
  );
  const first = await play(plan);

  const { given } = keptSteps({ plan, runId: 'first', events: first.events, nodeId: 'y' });

  assert.deepEqual(Object.keys(given), ['s']);
});

test('a replay of a replay points to where a step really ran', async () => {
  const plan = drawPlan(forked, forkedEdges);
  const first = await play(plan);
  const again = await play(plan, {
    given: keptSteps({ plan, runId: 'first', events: first.events, nodeId: 'y' }).given,
  });

  const { given } = keptSteps({ plan, runId: 'second', events: again.events, nodeId: 'a' });

  assert.deepEqual([given['x']?.source?.runId, given['y']?.source?.runId], ['first', 'second']);
});

const rounds = (kind: 'each' | 'repeat'): ReturnType<typeof drawPlan> =>
  drawPlan(
    {
      s: { kind: 'start' },
      e: { kind, start: 'i', items: [1, 2, 3], times: 3, output: ['n', 'text'] },
      i: { kind: 'inner-start', inside: 'e' },
      k: { kind: 'step', template: 'k', inside: 'e' },
      n: { kind: 'step', template: 'n', inside: 'e' },
      z: { kind: 'step' },
    },
    ['s > e > z', 'i > k > n'],
  );

test('replay inside a container keeps the rounds that do not build on the one that is replayed', async () => {
  for (const [kind, expected] of [
    [
      'each',
      ['s*', 'i#0*', 'k#0*', 'n#0*', 'i#1*', 'k#1*', 'n#1', 'i#2*', 'k#2*', 'n#2*', 'e', 'z'],
    ],
    [
      'repeat',
      ['s*', 'i#0*', 'k#0*', 'n#0*', 'i#1*', 'k#1*', 'n#1', 'i#2', 'k#2', 'n#2', 'e', 'z'],
    ],
  ] as const) {
    const plan = rounds(kind);
    const first = await play(plan);
    const step = first.events.find(
      (event): event is NodeEnd =>
        event.type === 'node-end' && event.nodeId === 'n' && event.scope[0]?.round === 1,
    );

    const { given } = keptSteps({
      plan,
      runId: 'first',
      events: first.events,
      nodeId: 'n',
      stepId: step?.stepId,
    });
    const again = await play(plan, { given });

    assert.deepEqual(stepsOf(again.events), expected);
    assert.equal(again.end.status, 'succeeded');
  }
});

test('a container before the place is kept as one step, the place’s own container runs', async () => {
  const plan = rounds('each');
  const first = await play(plan);

  const after = keptSteps({ plan, runId: 'first', events: first.events, nodeId: 'z' });
  const itself = keptSteps({ plan, runId: 'first', events: first.events, nodeId: 'e' });

  assert.deepEqual(Object.keys(after.given), ['s', 'e']);
  assert.deepEqual(Object.keys(itself.given), ['s']);
});

test('a run begun again at any of its steps comes to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(randomGraph, fc.nat(), async ({ nodes, edges }, pick) => {
      const plan = drawPlan(nodes, edges);
      const whole = await finish(begin(plan, unlimited));
      const starts = whole.filter((event) => event.type === 'node-start');
      const from = starts[pick % starts.length];
      assert.ok(from);

      const { given } = keptSteps({ plan, runId: 'first', events: whole, ...from });
      const again = await finish(begin(plan, { ...unlimited, given }));

      checkLog(again);
      checkText(again);
      const [expected, found] = [outcomeOf(whole), outcomeOf(again)];
      // A container that is kept as a whole is one step.
      assert.deepEqual({ ...found, steps: null }, { ...expected, steps: null });
    }),
    { numRuns: 200 },
  );
});

test('a step that the run never had is missing', async () => {
  const { events } = await play(line);

  assert.throws(
    () => keptSteps({ plan: line, runId: 'first', events, nodeId: 'x', stepId: 'other' }),
    /The step other of x/,
  );
  assert.throws(() => keptSteps({ plan: line, runId: 'first', events, nodeId: 'gone' }), /“gone”/);
});
