import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import type { Run } from '@outpost/store';
import { followRun } from '../../src/runs/follow-run.ts';
import { LiveRun } from '../../src/runs/live-run.ts';

const text = (seq: number): RunEvent => ({
  type: 'text-delta',
  seq,
  at: 0,
  text: String(seq),
  selector: ['a', 'answer'],
  responseNodeId: 'a',
});

/** A run whose stored log and state the test changes as another process would. */
function elsewhere(afterSeq: number) {
  const clock = createTestClock();
  const state = { status: 'running', log: [] as RunEvent[], live: null as LiveRun | null };
  const heard: number[] = [];
  let ends = 0;
  const leave = followRun({
    runId: 'r',
    afterSeq,
    listener: ({ seq }) => heard.push(seq),
    onEnd: () => (ends += 1),
    live: () => state.live,
    runs: { byId: () => Promise.resolve({ status: state.status } as Run) },
    log: {
      async *pages(_runId: string, after = 0) {
        for (const event of state.log.filter(({ seq }) => seq > after)) yield [event];
      },
    },
    clock,
  });
  const lookAgain = async (): Promise<void> => {
    await new Promise((done) => setImmediate(done));
    clock.advance(250);
    await new Promise((done) => setImmediate(done));
  };
  return { state, heard, clock, leave, lookAgain, ends: () => ends };
}

test('a run that goes on elsewhere is followed through its log until it has ended', async () => {
  const { state, heard, lookAgain, ends } = elsewhere(1);
  state.log.push(text(1), text(2));

  await lookAgain();
  assert.deepEqual([heard, ends()], [[2], 0]);
  state.log.push(text(3));
  state.status = 'succeeded';
  await lookAgain();

  assert.deepEqual([heard, ends()], [[2, 3], 1]);
});

test('a run that is taken over here is followed live, no event twice', async () => {
  const { state, heard, clock, lookAgain } = elsewhere(0);
  state.log.push(text(1));
  await lookAgain();
  state.live = new LiveRun(
    {
      runId: 'r',
      taskId: 't',
      write: () => Promise.resolve(),
      clock,
      onWriteError: (error) => assert.fail(String(error)),
      mayRetry: () => false,
    },
    state.log,
  );

  await lookAgain();
  state.live.accept([text(2)]);
  await lookAgain();

  assert.deepEqual(heard, [1, 2]);
});

test('who leaves is told nothing more', async () => {
  const { state, heard, leave, lookAgain, ends } = elsewhere(0);

  leave();
  state.log.push(text(1));
  state.status = 'succeeded';
  await lookAgain();

  assert.deepEqual([heard, ends()], [[], 0]);
});
