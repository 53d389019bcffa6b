import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Jobs } from '../../src/index.ts';
import { openTestStore, useStore, type Backend } from '../support/backend.ts';

type Handled = Parameters<Parameters<Jobs['work']>[2]>[0];

export function jobsContract(backend: Backend): void {
  describe(`jobs on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('jobs are worked on in order of their time, never more at once than allowed', async () => {
      const { jobs } = suite.store;
      const seen: unknown[] = [];
      const finished = Promise.withResolvers<void>();
      let active = 0;
      let activeMost = 0;
      for (let index = 0; index < 7; index += 1)
        await jobs.enqueue({ queue: 'many', data: index, runAt: 1000 + index });

      const stop = jobs.work('many', { concurrency: 2 }, async ({ data }) => {
        active += 1;
        activeMost = Math.max(activeMost, active);
        seen.push(data);
        await Promise.resolve();
        active -= 1;
        if (seen.length === 7) finished.resolve();
      });
      await finished.promise;
      await stop();

      assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6]);
      assert.equal(activeMost, 2);
    });

    test('a failed job is tried again later each time, then given up with its reason', async () => {
      const { store, clock } = suite;
      const attempts: { readonly attempt: number; readonly at: number }[] = [];
      let settled = Promise.withResolvers<void>();
      const start = clock.now();
      const id = await store.jobs.enqueue({ queue: 'failing', data: null, attemptsMax: 3 });
      const stop = store.jobs.work('failing', { concurrency: 1 }, ({ attempt }) => {
        attempts.push({ attempt, at: clock.now() - start });
        settled.resolve();
        throw new Error(`attempt ${attempt} failed`);
      });

      for (const delayMs of [2000, 4000]) {
        await settled.promise;
        settled = Promise.withResolvers<void>();
        await stored(store.jobs, id, 'waiting');
        clock.advance(delayMs);
        // The clock may have been moved before the worker set its timer: any signal wakes it.
        await store.signals.publish('jobs:failing', '');
      }
      await settled.promise;
      const job = await stored(store.jobs, id, 'failed');
      await stop();

      assert.deepEqual(attempts, [
        { attempt: 1, at: 0 },
        { attempt: 2, at: 2000 },
        { attempt: 3, at: 6000 },
      ]);
      assert.equal(job.error, 'attempt 3 failed');
    });

    test('a job waits for its time, and may be taken back until then', async () => {
      const { store, clock } = suite;
      const handled = Promise.withResolvers<Handled>();
      const runAt = clock.now() + 60_000;
      const kept = await store.jobs.enqueue({ queue: 'later', data: { kept: true }, runAt });
      const cancelled = await store.jobs.enqueue({ queue: 'later', data: null, runAt });
      const stop = store.jobs.work('later', { concurrency: 5 }, (job) => {
        handled.resolve(job);
        return Promise.resolve();
      });

      assert.equal(await store.jobs.cancel(cancelled), true);
      assert.equal(await store.jobs.cancel(cancelled), false);
      assert.equal((await store.jobs.get(kept))?.status, 'waiting');
      clock.advance(60_000);
      await store.signals.publish('jobs:later', '');

      assert.deepEqual(await handled.promise, { id: kept, data: { kept: true }, attempt: 1 });
      await stored(store.jobs, kept, 'done');
      assert.equal(await store.jobs.cancel(kept), false);
      await stop();
      await store.jobs.prune(clock.now() + 1);
      assert.equal(await store.jobs.get(kept), null);
    });

    test('a worker that is told to stop gives its job back untried', async () => {
      const { jobs } = suite.store;
      const started = Promise.withResolvers<void>();
      const id = await jobs.enqueue({ queue: 'stopping', data: null });
      const stop = jobs.work('stopping', { concurrency: 1 }, (_job, signal) => {
        started.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('told to stop')), { once: true });
        });
      });
      await started.promise;

      await stop();

      const job = await jobs.get(id);
      assert.deepEqual([job?.status, job?.attempt, job?.error], ['waiting', 0, null]);
    });
  });

  describe(`signals on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('a signal reaches the subscribers of its channel, and no longer those who left', async () => {
      const { signals } = suite.store;
      const heard: string[] = [];
      const done = Promise.withResolvers<void>();
      const leave = signals.subscribe('a', (payload) => heard.push(`left ${payload}`));
      signals.subscribe('a', (payload) => heard.push(`a ${payload}`));
      signals.subscribe('b', () => done.resolve());

      leave();
      await signals.publish('a', 'line\n"二"');
      await signals.publish('b', '');
      await done.promise;

      assert.deepEqual(heard, ['a line\n"二"']);
      await assert.rejects(signals.publish('a', '字'.repeat(2334)), /at most 7000 bytes/);
    });

    test('who publishes a signal may rely on that its own process has heard it, once', async () => {
      const { signals } = suite.store;
      const heard: string[] = [];
      const leave = signals.subscribe('own', (payload) => heard.push(payload));

      await signals.publish('own', 'first');
      assert.deepEqual(heard, ['first']);
      await signals.publish('own', 'second');
      leave();

      assert.deepEqual(heard, ['first', 'second']);
    });
  });

  describe(`opening and closing on ${backend.name}`, () => {
    test('what was written is there after closing, and a closed store refuses', async () => {
      const place = await backend.place();
      const first = await openTestStore(place);
      await first.settings.set('', 'a', 1);
      const last = first.settings.set('', 'b', 2);
      await Promise.all([first.close(), first.close()]);
      await last;
      await assert.rejects(first.settings.set('', 'c', 3), { code: 'database_failed' });

      const second = await openTestStore(place);

      assert.deepEqual(await second.settings.all(''), { a: 1, b: 2 });
      await second.close();
      await place.remove();
    });
  });
}

/** Waits until a job has a status; signals of others' work are the only clock here. */
async function stored(jobs: Jobs, id: string, status: string) {
  for (;;) {
    const job = await jobs.get(id);
    if (job?.status === status) return job;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
