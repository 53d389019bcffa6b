import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunEnd } from '@outpost/contracts';
import { drawPlan } from '../support/graph.ts';
import { randomGraph } from '../support/random-graph.ts';
import { checkLog, checkText, finish, outcomeOf, unlimited } from '../support/outcome.ts';
import { begin, goOn, shownText, storyOf } from '../support/run.ts';

test('a run interrupted after any event and resumed comes to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomGraph,
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      async ({ nodes, edges }, cuts) => {
        const plan = drawPlan(nodes, edges);
        const whole = await finish(begin(plan, unlimited));
        checkLog(whole);
        checkText(whole);

        let log = whole;
        for (const cut of cuts) {
          const prefix = log.slice(0, 1 + (cut % log.length));
          log = await finish(goOn(plan, prefix, unlimited));
          checkLog(log);
        }

        assert.deepEqual(outcomeOf(log), outcomeOf(whole));
      },
    ),
    { numRuns: 200 },
  );
});

// s ─▶ m ─▶ a      m had streamed “one ” when the process died
test('a step that was interrupted runs again, and what it had shown is taken back', async () => {
  const plan = drawPlan(
    {
      s: { kind: 'start' },
      m: { kind: 'slow', stream: ['one ', 'two'] },
      a: { kind: 'answer', template: 'Hi {{#m.text#}}!' },
    },
    ['s > m > a'],
  );
  const whole = await finish(begin(plan));
  const prefix = whole.slice(
    0,
    whole.findIndex((event) => event.type === 'text-delta' && event.text === 'one ') + 1,
  );

  const log = await finish(goOn(plan, prefix));

  assert.deepEqual(storyOf(log).slice(prefix.length, prefix.length + 6), [
    'run-resume',
    'replace "Hi " resumed',
    'text "one "',
    'text "two"',
    'text "!"',
    'end m succeeded',
  ]);
  assert.equal(shownText(log), 'Hi one two!');
});

test('text that a log lacks is shown first when the run goes on', async () => {
  const plan = drawPlan(
    {
      s: { kind: 'start' },
      m: { kind: 'slow', stream: ['m'] },
      a: { kind: 'answer', template: 'Hi {{#m.text#}}' },
    },
    ['s > m > a'],
  );
  const whole = await finish(begin(plan));

  const log = await finish(goOn(plan, whole.slice(0, 1)));

  assert.deepEqual(storyOf(log).slice(1, 4), ['run-resume', 'text "Hi "', 'start s']);
});

test('retries that were used before an interruption stay used', async () => {
  const failure = { retry: { retriesMax: 2, intervalMs: 10 } };
  const plan = drawPlan({ s: { kind: 'start' }, x: { kind: 'step', failures: -1, failure } }, [
    's > x',
  ]);
  const whole = await finish(begin(plan));
  const prefix = whole.slice(0, whole.findIndex(({ type }) => type === 'node-retry') + 1);

  const log = await finish(goOn(plan, prefix));

  assert.deepEqual(storyOf(log).slice(prefix.length - 1), [
    'retry x 1',
    'run-resume',
    'retry x 2',
    'end x failed',
    'run-end failed',
  ]);
});

test('a log that has its end gives that end', async () => {
  const plan = drawPlan({ s: { kind: 'start' } });
  const whole = await finish(begin(plan));

  const { events, done } = goOn(plan, whole);

  assert.equal(await done, whole.at(-1));
  assert.equal(events.length, whole.length);
});

test('a stop that was cut off is carried through', async () => {
  const plan = drawPlan({ s: { kind: 'start' }, m: { kind: 'never' }, n: { kind: 'never' } }, [
    's > m',
    's > n',
  ]);
  const { run, events } = begin(plan);
  run.stop('enough');

  const log = await finish(goOn(plan, events.slice(0, -2)));

  assert.deepEqual(storyOf(log).slice(-4), [
    'end m stopped',
    'run-resume',
    'end n stopped',
    'run-end stopped',
  ]);
});

test('pauses and the time between crash and recovery do not count', async () => {
  const plan = drawPlan({ s: { kind: 'start' }, n: { kind: 'never' } }, ['s > n']);
  const { events } = begin(plan);
  const dayLater = events.map((event) => ({ ...event, at: event.at - 86_400_000 }));

  const { clock, done } = goOn(plan, dayLater, { limits: { timeoutMs: 1000 } });
  clock.advance(1000);
  const before = await Promise.race([done, Promise.resolve('running')]);
  clock.advance(1);

  assert.equal(before, 'running');
  assert.match(((await done) as RunEnd).error?.message ?? '', /timeoutMs/);
});

test('a log of another graph is refused', async () => {
  const whole = await finish(
    begin(drawPlan({ s: { kind: 'start' }, x: { kind: 'step' } }, ['s > x'])),
  );
  const other = drawPlan({ s: { kind: 'start' }, y: { kind: 'step' } }, ['s > y']);

  assert.throws(() => goOn(other, whole), /event 4 \(node-start\) could not have happened/);
  assert.throws(() => goOn(other, whole.slice(1)), /does not begin with run-start/);
  assert.throws(() => goOn(other, [...whole.slice(0, 1), ...whole.slice(2)]), /event 2 is missing/);
});
