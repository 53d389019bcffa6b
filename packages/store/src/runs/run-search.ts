import { sql } from 'kysely';
import type { RunStatus } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import {
  containsPattern,
  pageBounds,
  pageOf,
  type Page,
  type PageRequest,
  type TimeRange,
} from '../database/results.ts';
import type { EndUser, Source } from '../tables/chat.ts';
import type { Account } from '../tables/people.ts';
import { runsTable, type Run } from '../tables/runs.ts';

export interface RunFilter extends PageRequest, TimeRange {
  /** Looked for in inputs and outputs. */
  readonly keyword?: string | undefined;
  readonly statuses?: readonly RunStatus[] | undefined;
  readonly sources?: readonly Source[] | undefined;
  readonly endUserSessionId?: string | undefined;
  readonly accountEmail?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** A line of an app's log. */
export interface RunWithPeople {
  readonly run: Run;
  readonly endUser: Pick<EndUser, 'id' | 'type' | 'isAnonymous' | 'sessionId'> | null;
  readonly account: Pick<Account, 'id' | 'name' | 'email'> | null;
}

export interface DayFigures {
  /** Midnight of the day in the asked time zone, epoch milliseconds. */
  readonly dayStart: number;
  readonly runs: number;
  readonly failedRuns: number;
  readonly endUsers: number;
  readonly totalTokens: number;
  /** A sum of approximations, for charts. */
  readonly totalPrice: number;
  readonly elapsedMsMean: number;
}

export type RunSearch = ReturnType<typeof createRunSearch>;

/** Lists and figures over many runs; they run beside the rest and may take long. */
export function createRunSearch({ database }: StoreContext) {
  const { slowQuery } = database;
  return {
    /** An app's runs, newest first. */
    async search(appId: string, filter: RunFilter = {}): Promise<Page<RunWithPeople>> {
      const bounds = pageBounds(filter);
      let matching = slowQuery
        .selectFrom('runs')
        .leftJoin('end_users', 'end_users.id', 'runs.end_user_id')
        .leftJoin('accounts', 'accounts.id', 'runs.account_id')
        .where('runs.app_id', '=', appId);
      const { keyword, statuses, sources, endUserSessionId, accountEmail, from, until } = filter;
      if (statuses) matching = matching.where('runs.status', 'in', statuses);
      if (sources) matching = matching.where('runs.source', 'in', sources);
      if (from !== undefined) matching = matching.where('runs.created_at', '>=', from);
      if (until !== undefined) matching = matching.where('runs.created_at', '<', until);
      if (endUserSessionId !== undefined)
        matching = matching.where('end_users.session_id', '=', endUserSessionId);
      if (accountEmail !== undefined)
        matching = matching.where('accounts.email', '=', accountEmail.toLowerCase());
      if (filter.conversationId !== undefined)
        matching = matching.where('runs.conversation_id', '=', filter.conversationId);
      if (keyword) {
        // What is stored is JSON text, so the words are looked for as JSON writes them.
        const pattern = containsPattern(JSON.stringify(keyword).slice(1, -1));
        matching = matching.where(
          sql<boolean>`(lower(runs.inputs) like ${pattern} escape '\\' or lower(runs.outputs) like ${pattern} escape '\\')`,
        );
      }
      const count = await matching
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll('runs')
        .select([
          'end_users.type as end_user_type',
          'end_users.is_anonymous as end_user_is_anonymous',
          'end_users.session_id as end_user_session_id',
          'accounts.name as account_name',
          'accounts.email as account_email',
        ])
        .orderBy('runs.created_at', 'desc')
        .orderBy('runs.id', 'desc')
        .limit(bounds.limit)
        .offset(bounds.offset)
        .execute();
      const items = rows.map((row) => ({
        run: runsTable.fromRow(row),
        endUser:
          row.end_user_id !== null && row.end_user_session_id !== null
            ? {
                id: row.end_user_id,
                type: row.end_user_type as EndUser['type'],
                isAnonymous: row.end_user_is_anonymous !== 0,
                sessionId: row.end_user_session_id,
              }
            : null,
        account:
          row.account_id !== null && row.account_email !== null
            ? { id: row.account_id, name: row.account_name ?? '', email: row.account_email }
            : null,
      }));
      return pageOf(items, count.total, bounds);
    },

    /** Figures by day, oldest first; days without runs are left out. */
    async byDay(
      appId: string,
      {
        from,
        until,
        zoneOffsetMs = 0,
      }: { readonly from: number; readonly until: number; readonly zoneOffsetMs?: number },
    ): Promise<readonly DayFigures[]> {
      // Both databases divide integers to integers.
      const day = sql<number>`(runs.created_at + cast(${zoneOffsetMs} as bigint)) / cast(${dayMs} as bigint)`;
      const rows = await slowQuery
        .selectFrom('runs')
        .select([
          day.as('day'),
          sql<number>`count(*)`.as('runs'),
          sql<number>`sum(case when status = 'failed' then 1 else 0 end)`.as('failed_runs'),
          sql<number>`count(distinct end_user_id)`.as('end_users'),
          sql<number>`sum(total_tokens)`.as('total_tokens'),
          sql<number>`sum(cast(total_price as double precision))`.as('total_price'),
          sql<number>`avg(elapsed_ms)`.as('elapsed_ms_mean'),
        ])
        .where('app_id', '=', appId)
        .where('created_at', '>=', from)
        .where('created_at', '<', until)
        .groupBy(sql`1`)
        .orderBy(sql`1`)
        .execute();
      return rows.map((row) => ({
        dayStart: Number(row.day) * dayMs - zoneOffsetMs,
        runs: Number(row.runs),
        failedRuns: Number(row.failed_runs),
        endUsers: Number(row.end_users),
        totalTokens: Number(row.total_tokens),
        totalPrice: row.total_price,
        elapsedMsMean: row.elapsed_ms_mean,
      }));
    },
  };
}

const dayMs = 24 * 60 * 60 * 1000;
