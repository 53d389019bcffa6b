/**
 * A queue in a table. A job is `waiting` until its time, `active` while a process works on it, then
 * `done`, or `waiting` again after a failure with a growing delay, or `failed` when its attempts are
 * used up. A job whose process has gone is handed out again, which counts as an attempt.
 */
import { sql } from 'kysely';
import { messageOf, type JobQueue } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import type { RowOf } from '../database/table.ts';
import type { Presence } from '../runs/processes.ts';
import type { Signals } from '../signals.ts';
import { jobsTable, type Job } from '../tables/runs.ts';
import { createJobWorker, type JobOutcome } from './job-worker.ts';

export interface Jobs extends JobQueue {
  /** `attemptsMax` is 5 when absent. */
  enqueue(job: {
    readonly queue: string;
    readonly data: unknown;
    readonly runAt?: number;
    readonly attemptsMax?: number;
  }): Promise<string>;
  /** Null for an unknown id, or one that was pruned. */
  get(id: string): Promise<Job | null>;
  /** Takes back a job that has not begun; false when it has. */
  cancel(id: string): Promise<boolean>;
  /** Forgets jobs that ended before `before`. */
  prune(before: number): Promise<void>;
  /** Stops all workers of this process and waits for them. */
  close(): Promise<void>;
}

const attemptsMaxDefault = 5;

export function createJobs(
  context: StoreContext,
  signals: Signals,
  { ownerIsGone }: Pick<Presence, 'ownerIsGone'>,
): Jobs {
  const { database, clock, ids, processId } = context;
  const { query } = database;
  const stops = new Set<() => Promise<void>>();

  /** Jobs whose process is gone wait again, or fail when that was their last attempt. */
  const recoverStatement = (queue: string) => {
    const usedUp = sql<boolean>`attempt >= attempts_max`;
    const now = clock.now();
    return query
      .updateTable('jobs')
      .set({
        status: sql`case when ${usedUp} then 'failed' else 'waiting' end`,
        error: sql`case when ${usedUp} then 'The process ended while it worked on this.' else error end`,
        finished_at: sql`case when ${usedUp} then cast(${now} as bigint) else null end`,
        owner_id: null,
      })
      .where('queue', '=', queue)
      .where('status', '=', 'active')
      .where(ownerIsGone('jobs.owner_id'));
  };

  const source = {
    async claim(queue: string, limit: number): Promise<readonly Job[]> {
      // Materialized: PostgreSQL must pick once, not again for each row it compares.
      const due = sql<string>`(with picked as materialized (
        select jobs.id from jobs where jobs.queue = ${queue}
        and jobs.status = 'waiting' and jobs.run_at <= ${clock.now()}
        order by jobs.run_at, jobs.id limit ${limit} ${database.skipLocked}) select id from picked)`;
      const [, claimed] = await database.write([
        recoverStatement(queue),
        query
          .updateTable('jobs')
          .set({ status: 'active', owner_id: processId, attempt: sql<number>`attempt + 1` })
          .where('id', 'in', due)
          .returningAll(),
      ]);
      return (claimed?.rows ?? [])
        .map((row) => jobsTable.fromRow(row as RowOf<typeof jobsTable>))
        .sort((a, b) => a.runAt - b.runAt || (a.id < b.id ? -1 : 1));
    },

    async nextRunAt(queue: string): Promise<number | null> {
      const row = await query
        .selectFrom('jobs')
        .select((select) => select.fn.min<number | null>('run_at').as('runAt'))
        .where('queue', '=', queue)
        .where('status', '=', 'waiting')
        .executeTakeFirst();
      return row?.runAt ?? null;
    },

    async settle(job: Job, outcome: JobOutcome): Promise<void> {
      const now = clock.now();
      const retry = outcome.type === 'failed' && job.attempt < job.attemptsMax;
      const patch =
        outcome.type === 'done'
          ? ({ status: 'done', finishedAt: now, error: null, ownerId: null } as const)
          : outcome.type === 'released'
            ? ({ status: 'waiting', attempt: job.attempt - 1, ownerId: null } as const)
            : ({
                status: retry ? 'waiting' : 'failed',
                error: messageOf(outcome.error),
                finishedAt: retry ? null : now,
                runAt: retry ? now + retryDelayMs(job.attempt) : job.runAt,
                ownerId: null,
              } as const);
      await database.write([
        query
          .updateTable('jobs')
          .set(jobsTable.toPatch(patch))
          .where('id', '=', job.id)
          .where('owner_id', '=', processId),
      ]);
    },
  };

  return {
    async enqueue({ queue, data, runAt, attemptsMax = attemptsMaxDefault }) {
      const now = clock.now();
      const record: Job = {
        id: ids.uuid(),
        queue,
        data,
        status: 'waiting',
        runAt: runAt ?? now,
        attempt: 0,
        attemptsMax,
        ownerId: null,
        error: null,
        createdAt: now,
        finishedAt: null,
      };
      await database.write([insertStatement(database, jobsTable, record)]);
      await signals.publish(channelOf(queue), '');
      return record.id;
    },

    work(queue, { concurrency }, handle) {
      const worker = createJobWorker({ source, clock, queue, concurrency, handle });
      const unsubscribe = signals.subscribe(channelOf(queue), () => worker.wake());
      const stop = async (): Promise<void> => {
        stops.delete(stop);
        unsubscribe();
        await worker.stop();
      };
      stops.add(stop);
      worker.wake();
      return stop;
    },

    async get(id) {
      const row = await query
        .selectFrom('jobs')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? jobsTable.fromRow(row) : null;
    },

    async cancel(id) {
      const [result] = await database.write([
        query.deleteFrom('jobs').where('id', '=', id).where('status', '=', 'waiting'),
      ]);
      return result?.changes === 1;
    },

    async prune(before) {
      await database.write([query.deleteFrom('jobs').where('finished_at', '<', before)]);
    },

    async close() {
      await Promise.all([...stops].map((stop) => stop()));
    },
  };
}

/** 2 s, 4 s, 8 s … up to ten minutes. */
function retryDelayMs(attempt: number): number {
  return Math.min(600_000, 1000 * 2 ** attempt);
}

function channelOf(queue: string): string {
  return `jobs:${queue}`;
}
