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

const roundEnd = (seq: number): RunEvent => ({
  type: 'round-end',
  seq,
  at: 0,
  stepId: 's',
  nodeId: 'loop',
  kind: 'loop',
  title: 'Loop',
  index: 1,
  predecessorId: null,
  scope: [],
  round: 0,
  status: 'succeeded',
  error: null,
  elapsedMs: 0,
});

const away = new Error('the database is away');

function createLive(
  write: (batch: readonly RunEvent[]) => Promise<void>,
  clock = createTestClock(),
) {
  const errors: unknown[] = [];
  const live = new LiveRun({
    runId: 'r',
    taskId: 't',
    write,
    clock,
    onWriteError: (error) => errors.push(error),
    mayRetry: (error) => error === away,
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
  clock.advance(250);
  assert.deepEqual(batches, [[1, 2]]);
});

test('the end of a step takes the text before it along and does not wait as long as text', () => {
  const batches: number[][] = [];
  const { live, clock } = createLive(
    async (batch) => void batches.push(batch.map(({ seq }) => seq)),
  );

  live.accept([text(1)]);
  live.accept([roundEnd(2)]);
  clock.advance(25);

  assert.deepEqual(batches, [[1, 2]]);
});

test('runs that began at different times are written at the same moment', () => {
  const clock = createTestClock();
  const writtenAt: number[] = [];
  const accept = (): void =>
    createLive(async () => void writtenAt.push(clock.now()), clock).live.accept([text(1)]);

  accept();
  clock.advance(90);
  accept();
  clock.advance(250);

  assert.equal(writtenAt.length, 2);
  assert.equal(new Set(writtenAt).size, 1);
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
  clock.advance(250);
  await Promise.resolve();
  broken = false;
  live.accept([text(2), end(3)]);
  await live.done;

  assert.deepEqual([batches, errors.length], [[[1, 2, 3]], 1]);
});

test('a log that cannot be written is tried once a second, however much is said meanwhile', async () => {
  let tries = 0;
  const { live, clock } = createLive(() => {
    tries += 1;
    return Promise.reject(new Error('disk full'));
  });

  for (let seq = 1; seq <= 300; seq++) live.accept([text(seq)]);
  await Promise.resolve();
  live.accept([text(301)]);
  clock.advance(999);
  assert.equal(tries, 1);
  clock.advance(1);
  assert.equal(tries, 2);
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
  clock.advance(250);
  await new Promise((done) => setImmediate(done));
  live.accept([text(3)]);
  const heard: number[] = [];

  live.subscribeStored(1, ({ seq }) => heard.push(seq));
  assert.deepEqual(heard, [2]);
  live.accept([end(4)]);
  await live.done;

  assert.deepEqual(heard, [2, 3, 4]);
});

test('the end waits for a database that is away, and is told when it is stored', async () => {
  let isAway = true;
  const { live, clock, errors } = createLive(() =>
    isAway ? Promise.reject(away) : Promise.resolve(),
  );
  const heard: string[] = [];
  live.subscribe(0, ({ type }) => heard.push(type));
  live.accept([end(1)]);
  await settled();

  clock.advance(1000);
  await settled();
  assert.deepEqual([heard, errors.length], [[], 2]);
  isAway = false;
  clock.advance(1000);
  const told = await live.done;

  assert.deepEqual([heard, told], [['run-end'], end(1)]);
});

test('an end that cannot be stored is told as a failure', async () => {
  const { live } = createLive(() => Promise.reject(new Error('not ours any more')));

  live.accept([end(1)]);
  const told = await live.done;

  assert.ok(told.type === 'run-end');
  assert.deepEqual([told.status, told.error?.message], ['failed', 'not ours any more']);
});

test('a run that is left stores what it said, and takes and tells no more', async () => {
  const batches: number[][] = [];
  const { live } = createLive(async (batch) => void batches.push(batch.map(({ seq }) => seq)));
  const heard: number[] = [];
  live.subscribe(0, ({ seq }) => heard.push(seq));
  live.accept([text(1), text(2)]);

  await live.leave();
  live.accept([text(3), end(4)]);
  await settled();

  assert.deepEqual([batches, heard], [[[1, 2]], [1, 2]]);
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a listener that fails does not keep the others, or the end, from being told', async () => {
  const { live } = createLive(() => Promise.resolve());
  const heard: string[] = [];
  live.subscribe(0, () => {
    throw new Error('the reader is gone');
  });
  live.subscribe(0, ({ type }) => heard.push(type));

  live.accept([text(1), end(2)]);
  await live.done;

  assert.deepEqual(heard, ['text-delta', 'run-end']);
});
