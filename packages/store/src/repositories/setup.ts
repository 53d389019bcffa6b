import { AppError } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import {
  accountsTable,
  membersTable,
  setupTable,
  settingsTable,
  workspacesTable,
  type Account,
  type SetupState,
  type Workspace,
} from '../tables/people.ts';
import { newAccount, type NewAccount } from './accounts.ts';

export type Setup = ReturnType<typeof createSetup>;

/** The first start: one token, one first account, once. */
export function createSetup({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async state(): Promise<SetupState | null> {
      const row = await query.selectFrom('setup').selectAll().executeTakeFirst();
      return row ? setupTable.fromRow(row) : null;
    },

    /** Sets the one-time token, or replaces it while setup is not complete. */
    async begin(tokenHash: string): Promise<void> {
      const row = { id: 1, token_hash: tokenHash, created_at: clock.now(), completed_at: null };
      await database.write([
        query
          .insertInto('setup')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .column('id')
              .doUpdateSet({ token_hash: tokenHash, created_at: row.created_at })
              .where('setup.completed_at', 'is', null),
          ),
      ]);
    },

    /**
     * Uses the token up and makes the first account, its workspace and its ownership in one step.
     * Throws `record_conflict` when the token is another or setup is complete already.
     */
    async complete(setup: {
      readonly tokenHash: string;
      readonly account: NewAccount;
      readonly workspaceName: string;
    }): Promise<{ readonly account: Account; readonly workspace: Workspace }> {
      const now = clock.now();
      const account = newAccount(setup.account, ids.uuid(), now);
      const workspace = { id: ids.uuid(), name: setup.workspaceName, createdAt: now };
      const owner = {
        workspaceId: workspace.id,
        accountId: account.id,
        role: 'owner',
        createdAt: now,
      } as const;
      await database.write(
        [
          query
            .updateTable('setup')
            .set({ completed_at: now })
            .where('token_hash', '=', setup.tokenHash)
            .where('completed_at', 'is', null),
          insertStatement(database, accountsTable, account),
          insertStatement(database, workspacesTable, workspace),
          insertStatement(database, membersTable, owner),
        ],
        {
          check(results) {
            if (results[0]?.changes !== 1)
              throw new AppError('record_conflict', { details: { thing: 'The set-up' } });
          },
          thing: `The account ${account.email}`,
        },
      );
      return { account, workspace };
    },
  };
}

export type Settings = ReturnType<typeof createSettings>;

/** Settings of a workspace by key, any JSON value; the workspace id `''` is the installation itself. */
export function createSettings({ database, clock }: StoreContext) {
  const { query } = database;
  return {
    /** Undefined when it was never set. The caller parses what comes back. */
    async get(workspaceId: string, key: string): Promise<unknown> {
      const row = await query
        .selectFrom('settings')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('key', '=', key)
        .executeTakeFirst();
      return row ? settingsTable.fromRow(row).value : undefined;
    },

    async all(workspaceId: string): Promise<Readonly<Record<string, unknown>>> {
      const rows = await query
        .selectFrom('settings')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .execute();
      return Object.fromEntries(
        rows.map(settingsTable.fromRow).map(({ key, value }) => [key, value]),
      );
    },

    async set(workspaceId: string, key: string, value: unknown): Promise<void> {
      const row = settingsTable.toRow({ workspaceId, key, value, updatedAt: clock.now() });
      await database.write([
        query
          .insertInto('settings')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['workspace_id', 'key'])
              .doUpdateSet({ value: row.value, updated_at: row.updated_at }),
          ),
      ]);
    },

    async remove(workspaceId: string, key: string): Promise<void> {
      await database.write([
        query.deleteFrom('settings').where('workspace_id', '=', workspaceId).where('key', '=', key),
      ]);
    },
  };
}
