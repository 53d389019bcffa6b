import type { StoreContext } from '../database/context.ts';
import { prepareStatement } from '../database/prepared.ts';
import { found } from '../database/results.ts';
import type { RowOf } from '../database/table.ts';
import { endUsersTable, type EndUser } from '../tables/chat.ts';

export type EndUsers = ReturnType<typeof createEndUsers>;

export function createEndUsers({ database, clock, ids }: StoreContext) {
  const { query } = database;

  // Asked by every request of the Service API.
  const selectBySession = prepareStatement<Pick<EndUser, 'appId' | 'type' | 'sessionId'>>((slot) =>
    query
      .selectFrom('end_users')
      .selectAll()
      .where('app_id', '=', slot('appId'))
      .where('type', '=', slot('type'))
      .where('session_id', '=', slot('sessionId')),
  );

  const bySession = async (
    appId: string,
    type: EndUser['type'],
    sessionId: string,
  ): Promise<EndUser | null> => {
    const [row] = await database.read(selectBySession({ appId, type, sessionId }));
    return row ? endUsersTable.fromRow(row as RowOf<typeof endUsersTable>) : null;
  };

  return {
    bySession,

    /** The end user of that app, type and session; made at first sight, once, whoever asks. */
    async findOrCreate(
      user: Pick<
        EndUser,
        'workspaceId' | 'appId' | 'type' | 'externalUserId' | 'sessionId' | 'name' | 'isAnonymous'
      >,
    ): Promise<EndUser> {
      const existing = await bySession(user.appId, user.type, user.sessionId);
      if (existing) return existing;
      const now = clock.now();
      const record = { ...user, id: ids.uuid(), createdAt: now, updatedAt: now };
      await database.write([
        query
          .insertInto('end_users')
          .values(endUsersTable.toRow(record))
          .onConflict((conflict) => conflict.columns(['app_id', 'type', 'session_id']).doNothing()),
      ]);
      // Another request may have been first: what is there counts.
      return found(await bySession(user.appId, user.type, user.sessionId), 'The end user');
    },

    async get(id: string): Promise<EndUser | null> {
      const row = await query
        .selectFrom('end_users')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? endUsersTable.fromRow(row) : null;
    },
  };
}
