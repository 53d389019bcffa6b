import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { mustChange } from '../database/results.ts';
import { accountsTable, sessionsTable, type Account, type Session } from '../tables/people.ts';

export type NewAccount = Pick<Account, 'email' | 'name' | 'passwordHash' | 'language'>;
export type AccountPatch = Partial<
  Pick<Account, 'email' | 'name' | 'passwordHash' | 'language' | 'status' | 'lastSignInAt'>
>;

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    /** Throws `record_exists` when the e-mail address is taken. */
    async create(account: NewAccount): Promise<Account> {
      const record = newAccount(account, ids.uuid(), clock.now());
      await database.write([insertStatement(database, accountsTable, record)], {
        thing: `The account ${record.email}`,
      });
      return record;
    },

    async get(id: string): Promise<Account | null> {
      const row = await query
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? accountsTable.fromRow(row) : null;
    },

    /** Upper and lower case are the same. */
    async byEmail(email: string): Promise<Account | null> {
      const row = await query
        .selectFrom('accounts')
        .selectAll()
        .where('email', '=', email.toLowerCase())
        .executeTakeFirst();
      return row ? accountsTable.fromRow(row) : null;
    },

    async update(id: string, patch: AccountPatch): Promise<void> {
      const email = patch.email?.toLowerCase();
      const set = accountsTable.toPatch({ ...patch, email, updatedAt: clock.now() });
      await database.write([query.updateTable('accounts').set(set).where('id', '=', id)], {
        check: mustChange('The account'),
        thing: `The account ${email}`,
      });
    },
  };
}

export function newAccount(account: NewAccount, id: string, now: number): Account {
  return {
    ...account,
    id,
    email: account.email.toLowerCase(),
    status: 'active',
    lastSignInAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async create(
      session: Pick<
        Session,
        'accountId' | 'tokenHash' | 'csrfToken' | 'address' | 'userAgent' | 'expiresAt'
      >,
    ): Promise<Session> {
      const now = clock.now();
      const record = { ...session, id: ids.uuid(), createdAt: now, lastSeenAt: now };
      await database.write([insertStatement(database, sessionsTable, record)]);
      return record;
    },

    /** The session while it has not expired. */
    async byTokenHash(tokenHash: string): Promise<Session | null> {
      const row = await query
        .selectFrom('sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', clock.now())
        .executeTakeFirst();
      return row ? sessionsTable.fromRow(row) : null;
    },

    /** Sessions that have not expired, newest first. */
    async listOf(accountId: string): Promise<readonly Session[]> {
      const rows = await query
        .selectFrom('sessions')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('expires_at', '>', clock.now())
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
        .limit(100)
        .execute();
      return rows.map(sessionsTable.fromRow);
    },

    async touch(id: string, { expiresAt }: { readonly expiresAt: number }): Promise<void> {
      const set = { last_seen_at: clock.now(), expires_at: expiresAt };
      await database.write([query.updateTable('sessions').set(set).where('id', '=', id)]);
    },

    async remove(id: string): Promise<void> {
      await database.write([query.deleteFrom('sessions').where('id', '=', id)]);
    },

    /** Signs an account out everywhere, but for one session when it is named. */
    async removeAllOf(accountId: string, exceptId = ''): Promise<void> {
      await database.write([
        query
          .deleteFrom('sessions')
          .where('account_id', '=', accountId)
          .where('id', '<>', exceptId),
      ]);
    },

    async removeExpired(): Promise<void> {
      await database.write([query.deleteFrom('sessions').where('expires_at', '<=', clock.now())]);
    },
  };
}
