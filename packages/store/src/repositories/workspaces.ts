import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { mustChange } from '../database/results.ts';
import {
  accountsTable,
  membersTable,
  workspacesTable,
  type Account,
  type Member,
  type Role,
  type Workspace,
} from '../tables/people.ts';

export type Workspaces = ReturnType<typeof createWorkspaces>;

export function createWorkspaces({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async create(workspace: {
      readonly name: string;
      readonly ownerId: string;
    }): Promise<Workspace> {
      const createdAt = clock.now();
      const record = { id: ids.uuid(), name: workspace.name, createdAt };
      const owner = {
        workspaceId: record.id,
        accountId: workspace.ownerId,
        role: 'owner',
        createdAt,
      } as const;
      await database.write([
        insertStatement(database, workspacesTable, record),
        insertStatement(database, membersTable, owner),
      ]);
      return record;
    },

    async get(id: string): Promise<Workspace | null> {
      const row = await query
        .selectFrom('workspaces')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? workspacesTable.fromRow(row) : null;
    },

    /** Oldest first. */
    async list(): Promise<readonly Workspace[]> {
      const rows = await query
        .selectFrom('workspaces')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(1000)
        .execute();
      return rows.map(workspacesTable.fromRow);
    },

    async rename(id: string, name: string): Promise<void> {
      await database.write([query.updateTable('workspaces').set({ name }).where('id', '=', id)], {
        check: mustChange('The workspace'),
      });
    },
  };
}

export type Members = ReturnType<typeof createMembers>;

export function createMembers({ database, clock }: StoreContext) {
  const { query } = database;
  return {
    /** Throws `record_exists` when the account is a member already. */
    async add(member: Omit<Member, 'createdAt'>): Promise<void> {
      const record = { ...member, createdAt: clock.now() };
      await database.write([insertStatement(database, membersTable, record)], {
        thing: 'The member',
      });
    },

    /** In the order they joined. */
    async list(
      workspaceId: string,
    ): Promise<readonly { readonly account: Account; readonly role: Role }[]> {
      const rows = await query
        .selectFrom('members')
        .innerJoin('accounts', 'accounts.id', 'members.account_id')
        .selectAll('accounts')
        .select('members.role')
        .where('members.workspace_id', '=', workspaceId)
        .orderBy('members.created_at')
        .orderBy('accounts.id')
        .limit(1000)
        .execute();
      return rows.map((row) => ({ account: accountsTable.fromRow(row), role: row.role as Role }));
    },

    async roleOf(workspaceId: string, accountId: string): Promise<Role | null> {
      const row = await query
        .selectFrom('members')
        .select('role')
        .where('workspace_id', '=', workspaceId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row ? (row.role as Role) : null;
    },

    /** Oldest first. */
    async workspacesOf(
      accountId: string,
    ): Promise<readonly { readonly workspace: Workspace; readonly role: Role }[]> {
      const rows = await query
        .selectFrom('members')
        .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
        .selectAll('workspaces')
        .select('members.role')
        .where('members.account_id', '=', accountId)
        .orderBy('workspaces.created_at')
        .orderBy('workspaces.id')
        .limit(1000)
        .execute();
      return rows.map((row) => ({
        workspace: workspacesTable.fromRow(row),
        role: row.role as Role,
      }));
    },

    async setRole(workspaceId: string, accountId: string, role: Role): Promise<void> {
      await database.write(
        [
          query
            .updateTable('members')
            .set({ role })
            .where('workspace_id', '=', workspaceId)
            .where('account_id', '=', accountId),
        ],
        { check: mustChange('The member') },
      );
    },

    async remove(workspaceId: string, accountId: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('members')
            .where('workspace_id', '=', workspaceId)
            .where('account_id', '=', accountId),
        ],
        { check: mustChange('The member') },
      );
    },
  };
}
