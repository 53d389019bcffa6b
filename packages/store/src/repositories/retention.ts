import { sql } from 'kysely';
import type { StoreContext } from '../database/context.ts';
import type { WriteResult } from '../database/database.ts';

export interface RetentionRequest {
  /** Apps and conversations that went into the bin before this end for good. */
  readonly removedBefore: number;
  /** Runs of before this that are over are forgotten with their events; all are kept when absent. */
  readonly runsBefore?: number | undefined;
  /** Largest number of rows of a table that one call removes; 500 when absent. */
  readonly rowsMax?: number | undefined;
}

export type Retention = ReturnType<typeof createRetention>;

/** Removes in slices, because one large delete would hold up everything else. */
export function createRetention({ database }: StoreContext) {
  const { query } = database;

  const changed = (results: readonly WriteResult[]): number =>
    results.reduce((sum, { changes }) => sum + changes, 0);

  /** Runs with their events, by a subquery that picks the same ones twice. */
  const removeRuns = async (ids: ReturnType<typeof sql<string>>): Promise<number> =>
    changed(
      await database.write([
        query.deleteFrom('run_events').where('run_id', 'in', ids),
        query.deleteFrom('runs').where('id', 'in', ids),
      ]),
    );

  const removeSomeOfApp = async (appId: string, rowsMax: number): Promise<number> => {
    const some = (table: 'messages' | 'conversations' | 'end_users' | 'feedbacks') =>
      query.deleteFrom(table).where(
        'id',
        'in',
        sql<string>`(select id from ${sql.table(table)} where app_id = ${appId}
            order by created_at, id limit ${rowsMax})`,
      );
    const runs = await removeRuns(
      sql<string>`(select id from runs where app_id = ${appId} order by created_at, id limit ${rowsMax})`,
    );
    const others = await database.write([
      some('feedbacks'),
      some('messages'),
      some('conversations'),
      some('end_users'),
      // Their bytes go the way of all uploads that nothing uses.
      query.updateTable('uploads').set({ used: 0, app_id: null }).where('app_id', '=', appId),
    ]);
    return runs + changed(others);
  };

  const removeSomeOfConversation = async (id: string, rowsMax: number): Promise<number> => {
    const ofConversation = (table: 'messages' | 'runs') =>
      sql<string>`(select id from ${sql.table(table)} where conversation_id = ${id}
        order by created_at, id limit ${rowsMax})`;
    const runs = await removeRuns(ofConversation('runs'));
    const messages = await database.write([
      query.deleteFrom('messages').where('id', 'in', ofConversation('messages')),
    ]);
    return runs + changed(messages);
  };

  const sweepApp = async ({ removedBefore, rowsMax = rowsMaxDefault }: RetentionRequest) => {
    const app = await query
      .selectFrom('apps')
      .select('id')
      .where('deleted_at', '<', removedBefore)
      .limit(1)
      .executeTakeFirst();
    if (!app) return false;
    if ((await removeSomeOfApp(app.id, rowsMax)) > 0) return true;
    // Restored meanwhile? Then it stays, though what it had written is gone.
    await database.write([
      query.deleteFrom('apps').where('id', '=', app.id).where('deleted_at', '<', removedBefore),
    ]);
    return true;
  };

  const sweepConversation = async ({
    removedBefore,
    rowsMax = rowsMaxDefault,
  }: RetentionRequest) => {
    const conversation = await query
      .selectFrom('conversations')
      .select('id')
      .where('deleted_at', '<', removedBefore)
      .limit(1)
      .executeTakeFirst();
    if (!conversation) return false;
    if ((await removeSomeOfConversation(conversation.id, rowsMax)) > 0) return true;
    await database.write([query.deleteFrom('conversations').where('id', '=', conversation.id)]);
    return true;
  };

  const sweepRuns = async ({ runsBefore, rowsMax = rowsMaxDefault }: RetentionRequest) => {
    if (runsBefore === undefined) return false;
    const removed = await removeRuns(
      sql<string>`(select id from runs where created_at < ${runsBefore} and finished_at is not null
        order by created_at, id limit ${rowsMax})`,
    );
    return removed > 0;
  };

  return {
    /** Removes a slice of what is due; true while there may be more. A crash in between loses nothing else. */
    async sweep(request: RetentionRequest): Promise<boolean> {
      return (
        (await sweepApp(request)) ||
        (await sweepConversation(request)) ||
        (await sweepRuns(request))
      );
    },
  };
}

const rowsMaxDefault = 500;
