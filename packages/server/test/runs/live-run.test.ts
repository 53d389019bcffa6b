import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage, type RunEnd, type RunEvent } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { LiveRun } from '../../src/runs/live-run.ts';

const text = (seq: number): RunEvent => ({
  type: 'text-delta',
  seq,
  at: 0,
  text: String(seq),
  selector: ['a', 'answer'],
  responseNodeId: 'a',
});
const end = (seq: number): RunEnd => ({
  type: 'run-end',
  seq,
  at: 0,
  status: 'succeeded',
  outputs: {},
  error: null,
  exceptions: 0,
  steps: 0,
  totalTokens: 0,
  usage: noUsage,
  elapsedMs: 0,
});

function createLive(write: (batch: readonly RunEvent[]) => Promise<void>) {
  const clock = createTestClock();
  const errors: unknown[] = [];
  const live = new LiveRun({
    runId: 'r',
    taskId: 't',
    write,
    after: clock.after,
    onWriteError: (error) => errors.push(error),
  });
  return { live, clock, errors };
}

test('listeners hear an event at once, the log hears it in batches', () => {
  const batches: number[][] = [];
  const { live, clock } = createLive(
    async (batch) => void batches.push(batch.map(({ seq }) => seq)),
  );
  const heard: number[] = [];
  live.subscribe(0, ({ seq }) => heard.push(seq));

  live.accept([text(1)]);
  live.accept([text(2)]);

  assert.deepEqual([heard, batches], [[1, 2], []]);
  clock.advance(25);
  assert.deepEqual(batches, [[1, 2]]);
});

test('the end is told only when it is on disk', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { live } = createLive(() => promise);
  const heard: string[] = [];
  live.subscribe(0, ({ type }) => heard.push(type));

  live.accept([text(1), end(2)]);
  assert.deepEqual(heard, ['text-delta']);
  resolve();
  await live.done;
  assert.deepEqual(heard, ['text-delta', 'run-end']);
});

test('who comes late hears what was before, after the event that it has', () => {
  const { live } = createLive(async () => {});
  live.accept([text(1), text(2), text(3)]);
  const heard: number[] = [];

  live.subscribe(1, ({ seq }) => heard.push(seq));
  live.accept([text(4)]);

  assert.deepEqual(heard, [2, 3, 4]);
});

test('a batch that could not be written is written with the next one, in order', async () => {
  const batches: number[][] = [];
  let broken = true;
  const { live, clock, errors } = createLive((batch) => {
    if (broken) return Promise.reject(new Error('disk full'));
    batches.push(batch.map(({ seq }) => seq));
    return Promise.resolve();
  });

  live.accept([text(1)]);
  clock.advance(25);
  await Promise.resolve();
  broken = false;
  live.accept([text(2), end(3)]);
  await live.done;

  assert.deepEqual([batches, errors.length], [[[1, 2, 3]], 1]);
});

test('a reader who may come back is told an event only when it is on disk', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { live, clock } = createLive(() => promise);
  const heard: number[] = [];
  live.subscribeStored(1, ({ seq }) => heard.push(seq));

  live.accept([text(1), text(2)]);
  clock.advance(25);
  live.accept([text(3)]);

  assert.deepEqual(heard, []);
  resolve();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(heard, [2]);
  live.accept([end(4)]);
  await live.done;
  assert.deepEqual(heard, [2, 3, 4]);
});

test('who comes back late hears what is stored, and the rest as it is stored', async () => {
  const { live, clock } = createLive(() => Promise.resolve());
  live.accept([text(1), text(2)]);
  clock.advance(25);
  await new Promise((done) => setImmediate(done));
  live.accept([text(3)]);
  const heard: number[] = [];

  live.subscribeStored(1, ({ seq }) => heard.push(seq));
  assert.deepEqual(heard, [2]);
  live.accept([end(4)]);
  await live.done;

  assert.deepEqual(heard, [2, 3, 4]);
});
