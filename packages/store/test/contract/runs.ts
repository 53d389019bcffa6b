import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { makeHousehold, openTestStore, useStore, type Backend } from '../support/backend.ts';
import { events, makeEndUser, newRun, summary } from '../support/records.ts';

export function runsContract(backend: Backend): void {
  describe(`runs on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('a log gives back what was appended, from any event on', async () => {
      const { runLog } = suite.store;
      const runId = randomUUID();
      await runLog.append(runId, events(1, 3));
      await runLog.append(runId, []);
      await runLog.append(runId, events(4, 4));
      await runLog.append(runId, events(5, 9));

      assert.deepEqual(await runLog.read(runId), events(1, 9));
      assert.deepEqual(await runLog.read(runId, 5), events(6, 9));
      assert.deepEqual(await runLog.read(runId, 9), []);
      assert.deepEqual(await runLog.read(randomUUID()), []);
      assert.deepEqual(
        [await runLog.last(runId), await runLog.last(randomUUID())],
        [events(9, 9)[0], null],
      );
    });

    test('a long log is read in pages that have no gap and no overlap, from any event on', async () => {
      const { runLog } = suite.store;
      const runId = randomUUID();
      const batches = Array.from({ length: 100 }, (_, index) =>
        events(index * 3 + 1, index * 3 + 3),
      );
      await Promise.all(batches.map((batch) => runLog.append(runId, batch)));

      const pages: (readonly RunEvent[])[] = [];
      for await (const page of runLog.pages(runId, 2)) pages.push(page);

      assert.ok(pages.length > 2 && pages.every(({ length }) => length < 100), 'some at a time');
      assert.deepEqual(pages.flat(), events(3, 300));
      assert.deepEqual(await runLog.read(runId, 299), events(300, 300));
    });

    test('a log has no gap, no overlap and one writer', async () => {
      const { runLog } = suite.store;
      const runId = randomUUID();
      await runLog.append(runId, events(1, 3));

      for (const wrong of [events(5, 6), events(3, 4), events(1, 3)])
        await assert.rejects(runLog.append(runId, wrong), { code: 'record_conflict' });
      await assert.rejects(
        runLog.append(runId, [...events(4, 4), ...events(6, 6)]),
        /out of order/,
      );
      const racers = await Promise.allSettled([
        runLog.append(runId, events(4, 4)),
        runLog.append(runId, events(4, 5)),
      ]);

      assert.deepEqual(
        racers.map(({ status }) => status),
        ['fulfilled', 'rejected'],
      );
      assert.deepEqual(await runLog.read(runId), events(1, 4));
    });

    test('writes of one run take effect in the order of the calls', async () => {
      const { store } = suite;
      const household = await makeHousehold(store);
      const runs = Array.from({ length: 30 }, () => newRun(household));

      await Promise.all(
        runs.flatMap((run) => [
          store.runs.start(run),
          store.runLog.append(run.id, events(1, 2)),
          store.runLog.append(run.id, events(3, 5)),
          store.runs.finish(run.id, summary),
        ]),
      );

      for (const { id } of runs) {
        assert.equal((await store.runs.byId(id))?.status, 'succeeded');
        assert.deepEqual(await store.runLog.read(id), events(1, 5));
      }
    });

    test('a run that ends keeps its figures exactly', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const run = await store.runs.start(newRun(household));
      assert.equal((await store.runs.byTask(run.taskId))?.id, run.id);
      clock.advance(7);

      await store.runs.finish(run.id, summary);

      assert.deepEqual(await store.runs.get(household.app.id, run.id), {
        ...run,
        ...summary,
        finishedAt: clock.now(),
      });
      assert.equal(await store.runs.byTask(run.taskId), null);
      assert.equal(await store.runs.get('another app', run.id), null);
    });

    test('a write that fails does not disturb those beside it', async () => {
      const { store } = suite;
      const household = await makeHousehold(store);
      const first = await store.runs.start(newRun(household));
      const good = [newRun(household), newRun(household)] as const;

      const results = await Promise.allSettled([
        store.runs.start(good[0]),
        store.runs.start({ ...newRun(household), id: first.id }),
        store.runs.finish('no such run', summary),
        store.runs.start(good[1]),
      ]);

      assert.deepEqual(
        results.map((result) =>
          result.status === 'fulfilled' ? 'ok' : (result.reason as { code: string }).code,
        ),
        ['ok', 'record_exists', 'record_conflict', 'ok'],
      );
      for (const { id } of good) assert.equal((await store.runs.byId(id))?.status, 'running');
    });

    test('an app’s log is filtered by words, status, time and person', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const { app, account } = household;
      const user = await makeEndUser(store, household, '张三');
      const byUser = newRun(household, {
        endUserId: user.id,
        inputs: { question: 'He said "hi"' },
      });
      const byAccount = newRun(household, { accountId: account.id });
      await store.runs.start(byUser);
      clock.advance(10);
      await store.runs.start(byAccount);
      await store.runs.finish(byAccount.id, { ...summary, status: 'failed', error: 'no' });
      const search = async (filter: Parameters<typeof store.runSearch.search>[1]) =>
        (await store.runSearch.search(app.id, filter)).items.map(({ run }) => run.id);

      assert.deepEqual(await search({}), [byAccount.id, byUser.id]);
      assert.deepEqual(await search({ keyword: 'said "HI"' }), [byUser.id]);
      assert.deepEqual(await search({ keyword: '结果' }), [byAccount.id]);
      assert.deepEqual(await search({ statuses: ['failed', 'stopped'] }), [byAccount.id]);
      assert.deepEqual(await search({ endUserSessionId: '张三' }), [byUser.id]);
      assert.deepEqual(await search({ accountEmail: account.email.toUpperCase() }), [byAccount.id]);
      assert.deepEqual(await search({ until: clock.now() }), [byUser.id]);
      assert.deepEqual(await search({ from: clock.now() }), [byAccount.id]);
      assert.deepEqual(await search({ limit: 1, page: 2 }), [byUser.id]);
      const [first, second] = (await store.runSearch.search(app.id)).items;
      assert.equal(first?.account?.email, account.email);
      assert.equal(first?.endUser, null);
      assert.deepEqual(second?.endUser, {
        id: user.id,
        type: 'service-api',
        isAnonymous: false,
        sessionId: '张三',
      });
    });

    test('figures are added up by day of the asked time zone', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const dayMs = 86_400_000;
      const from = clock.now();
      for (const day of [0, 0, 1]) {
        const run = newRun(household, { endUserId: `user ${day}` });
        await store.runs.start(run);
        await store.runs.finish(run.id, summary);
        if (day === 0) clock.advance(dayMs / 2);
      }

      const days = await store.runSearch.byDay(household.app.id, {
        from,
        until: clock.now() + 1,
        // The zone in which the first run was made at midnight.
        zoneOffsetMs: dayMs - (from % dayMs),
      });

      assert.deepEqual(
        days.map(({ dayStart, runs, endUsers, totalTokens, failedRuns }) => [
          dayStart - from,
          runs,
          endUsers,
          totalTokens,
          failedRuns,
        ]),
        [
          [0, 2, 1, 24, 0],
          [dayMs, 1, 1, 12, 0],
        ],
      );
      assert.ok(Math.abs((days[0]?.totalPrice ?? 0) - 0.0246912) < 1e-9);
    });
  });

  describe(`recovery on ${backend.name}`, () => {
    test('runs of a process that died go to one other, which alone may write on', async () => {
      const place = await backend.place();
      const dead = await openTestStore(place);
      const household = await makeHousehold(dead);
      const running = newRun(household);
      const paused = newRun(household);
      const finished = newRun(household);
      for (const run of [running, paused, finished]) await dead.runs.start(run);
      await dead.runLog.append(running.id, events(1, 3));
      await dead.runs.setStatus(paused.id, 'paused');
      await dead.runs.finish(finished.id, summary);
      assert.deepEqual(await dead.runs.takeOver(), []);

      await place.crash();
      const alive = await openTestStore(place);
      const taken = await alive.runs.takeOver();

      assert.deepEqual(
        taken.map(({ id }) => id),
        [running.id],
      );
      assert.deepEqual(await alive.runs.takeOver(), []);
      await alive.runLog.append(running.id, events(4, 5));
      await alive.runs.finish(running.id, summary);
      await alive.runs.setStatus(paused.id, 'running');
      await alive.runs.finish(paused.id, summary);
      assert.equal((await alive.runs.byId(paused.id))?.status, 'succeeded');
      if (dead.kind === 'postgres') {
        // The first process was only slow, and finds out by its next write.
        await assert.rejects(dead.runLog.append(running.id, events(4, 4)), {
          code: 'record_conflict',
        });
        await assert.rejects(dead.runs.finish(running.id, summary), { code: 'record_conflict' });
      }
      await dead.close();
      await alive.close();
      await place.remove();
    });

    test('a job whose process died is handed out again, and fails when its attempts are used up', async () => {
      const place = await backend.place();
      const clock = createTestClock();
      const dead = await openTestStore(place, clock);
      const started = Promise.withResolvers<void>();
      const never = new Promise<void>(() => {});
      let count = 0;
      dead.jobs.work('import', { concurrency: 2 }, () => {
        count += 1;
        if (count === 2) started.resolve();
        return never;
      });
      const again = await dead.jobs.enqueue({ queue: 'import', data: { file: 1 } });
      const last = await dead.jobs.enqueue({ queue: 'import', data: { file: 2 }, attemptsMax: 1 });
      await started.promise;

      await place.crash();
      const alive = await openTestStore(place, clock);
      const handled = Promise.withResolvers<unknown>();
      alive.jobs.work('import', { concurrency: 2 }, ({ id, data, attempt }) => {
        handled.resolve({ id, data, attempt });
        return Promise.resolve();
      });

      assert.deepEqual(await handled.promise, { id: again, data: { file: 1 }, attempt: 2 });
      assert.equal((await alive.jobs.get(last))?.status, 'failed');
      await alive.close();
      assert.equal(count, 2);
      const closed = dead.close();
      await dead.settings.get('', 'a turn, so that the wait for the handlers has begun');
      clock.advance(10_000);
      await closed;
      await place.remove();
    });
  });
}
