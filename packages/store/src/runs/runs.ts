import { sql } from 'kysely';
import { AppError, type RunStatus } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { prepareStatement } from '../database/prepared.ts';
import { mustChange } from '../database/results.ts';
import type { RowOf } from '../database/table.ts';
import { runsTable, type Run } from '../tables/runs.ts';
import type { Presence } from './processes.ts';

export type NewRun = Pick<
  Run,
  | 'id'
  | 'workspaceId'
  | 'appId'
  | 'versionId'
  | 'mode'
  | 'source'
  | 'triggeredFrom'
  | 'taskId'
  | 'endUserId'
  | 'accountId'
  | 'conversationId'
  | 'messageId'
  | 'inputs'
>;

/** What a run's end says of it. */
export type RunSummary = Pick<
  Run,
  | 'outputs'
  | 'error'
  | 'totalTokens'
  | 'totalSteps'
  | 'totalPrice'
  | 'currency'
  | 'exceptions'
  | 'elapsedMs'
> & { readonly status: Exclude<RunStatus, 'running' | 'paused'> };

export type Runs = ReturnType<typeof createRuns>;

/**
 * The heads of runs. Writes of one run are applied in the order of the calls, those of `RunLog`
 * included, so only the last one need be awaited; in SQLite those of one turn share a commit.
 */
export function createRuns(
  { database, clock, processId }: StoreContext,
  { ownerIsGone }: Pick<Presence, 'ownerIsGone'>,
) {
  const { query } = database;

  type Finish = Omit<RunSummary, 'outputs'> & {
    readonly id: string;
    readonly outputs: string;
    readonly finishedAt: number;
  };
  const finishStatement = prepareStatement<Finish>((slot) =>
    query
      .updateTable('runs')
      .set({
        status: slot('status'),
        outputs: slot('outputs'),
        error: slot('error'),
        total_tokens: slot('totalTokens'),
        total_steps: slot('totalSteps'),
        total_price: slot('totalPrice'),
        currency: slot('currency'),
        exceptions: slot('exceptions'),
        elapsed_ms: slot('elapsedMs'),
        finished_at: slot('finishedAt'),
      })
      .where('id', '=', slot('id'))
      .where('owner_id', '=', processId),
  );

  const byId = async (id: string): Promise<Run | null> => {
    const row = await query.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? runsTable.fromRow(row) : null;
  };

  return {
    /** Records a run that this process begins. */
    async start(run: NewRun): Promise<Run> {
      const record: Run = {
        ...run,
        status: 'running',
        outputs: null,
        error: null,
        totalTokens: 0,
        totalSteps: 0,
        totalPrice: '0',
        currency: 'USD',
        exceptions: 0,
        elapsedMs: 0,
        ownerId: processId,
        createdAt: clock.now(),
        finishedAt: null,
      };
      await database.write([insertStatement(database, runsTable, record)], {
        order: run.id,
        thing: 'The run',
      });
      return record;
    },

    /** Throws `record_conflict` when another process has taken the run over. */
    async finish(id: string, summary: RunSummary): Promise<void> {
      const outputs = JSON.stringify(summary.outputs);
      const error = summary.error?.replaceAll('\0', '') ?? null;
      await database.write(
        [finishStatement({ ...summary, outputs, error, id, finishedAt: clock.now() })],
        {
          order: id,
          check([finished]) {
            if (finished?.changes !== 1)
              throw new AppError('record_conflict', { details: { thing: 'The run' } });
          },
        },
      );
    },

    /** Between `running` and `paused`; whoever lets it run on owns it. */
    async setStatus(id: string, status: 'running' | 'paused'): Promise<void> {
      await database.write(
        [
          query
            .updateTable('runs')
            .set({ status, owner_id: processId })
            .where('id', '=', id)
            .where('finished_at', 'is', null),
        ],
        { order: id, check: mustChange('The run') },
      );
    },

    byId,

    async get(appId: string, id: string): Promise<Run | null> {
      const run = await byId(id);
      return run?.appId === appId ? run : null;
    },

    /** The unfinished run with this stop handle. */
    async byTask(taskId: string): Promise<Run | null> {
      const row = await query
        .selectFrom('runs')
        .selectAll()
        .where('task_id', '=', taskId)
        .where('status', 'in', ['running', 'paused'])
        .executeTakeFirst();
      return row ? runsTable.fromRow(row) : null;
    },

    /**
     * Makes this process the owner of runs whose process is gone, oldest first, and returns them to
     * be resumed. Of several processes that ask, each run goes to one. Call until it returns none.
     */
    async takeOver(limit = 100): Promise<readonly Run[]> {
      const [result] = await database.write([
        query
          .updateTable('runs')
          .set({ owner_id: processId })
          .where(
            'id',
            'in',
            // Materialized: PostgreSQL must pick once, not again for each row it compares.
            sql<string>`(with picked as materialized (
              select runs.id from runs where runs.status = 'running'
              and runs.owner_id <> ${processId}
              and ${ownerIsGone('runs.owner_id')}
              order by runs.created_at, runs.id limit ${limit} ${database.skipLocked}) select id from picked)`,
          )
          .returningAll(),
      ]);
      return (result?.rows ?? [])
        .map((row) => runsTable.fromRow(row as RowOf<typeof runsTable>))
        .sort((a, b) => a.createdAt - b.createdAt);
    },
  };
}
