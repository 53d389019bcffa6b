import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import { createJobWorker, type JobOutcome, type JobSource } from '../../src/jobs/job-worker.ts';
import type { Job } from '../../src/index.ts';

const job: Job = {
  id: 'job',
  queue: 'mail',
  data: null,
  status: 'active',
  runAt: 0,
  attempt: 1,
  attemptsMax: 5,
  ownerId: 'me',
  error: null,
  createdAt: 0,
  finishedAt: null,
};

test('the end of a job is stored once the database answers again', async () => {
  const clock = createTestClock();
  const failed = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<JobOutcome>();
  let answers = false;
  const source = sourceOf({
    settle(_job, outcome) {
      if (answers) {
        stored.resolve(outcome);
        return Promise.resolve();
      }
      failed.resolve();
      return Promise.reject(new Error('the connection broke'));
    },
  });
  const worker = createJobWorker({
    source,
    clock,
    queue: 'mail',
    concurrency: 1,
    handle: () => Promise.resolve(),
  });

  worker.wake();
  await failed.promise;
  answers = true;
  // The pause begins in a later turn than the failure.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  clock.advance(15_000);

  assert.deepEqual(await stored.promise, { type: 'done' });
  await worker.stop();
});

test('a queue that cannot be read is asked again later', async () => {
  const clock = createTestClock();
  const handled = Promise.withResolvers<void>();
  let claims = 0;
  const source = sourceOf({
    claim() {
      claims += 1;
      if (claims === 1) return Promise.reject(new Error('the connection broke'));
      return Promise.resolve(claims === 2 ? [job] : []);
    },
  });
  const worker = createJobWorker({
    source,
    clock,
    queue: 'mail',
    concurrency: 1,
    handle() {
      handled.resolve();
      return Promise.resolve();
    },
  });

  worker.wake();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  clock.advance(15_000);

  await handled.promise;
  await worker.stop();
});

/** One job, then none. */
function sourceOf(parts: Partial<JobSource>): JobSource {
  let given = false;
  return {
    claim() {
      const jobs = given ? [] : [job];
      given = true;
      return Promise.resolve(jobs);
    },
    nextRunAt: () => Promise.resolve(null),
    settle: () => Promise.resolve(),
    ...parts,
  };
}
