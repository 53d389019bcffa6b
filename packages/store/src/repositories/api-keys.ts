import { createHash } from 'node:crypto';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { prepareStatement } from '../database/prepared.ts';
import { mustChange } from '../database/results.ts';
import { apiKeysTable } from '../tables/apps.ts';
import type { RecordOf, RowOf } from '../database/table.ts';

/** A key as lists show it. */
export type ApiKey = Omit<RecordOf<typeof apiKeysTable>, 'keyHash' | 'keySealed'>;

export type ApiKeys = ReturnType<typeof createApiKeys>;

export function createApiKeys({ database, clock, ids, secrets }: StoreContext) {
  const { query } = database;

  const selectByHash = prepareStatement<{ keyHash: string }>((slot) =>
    query.selectFrom('api_keys').selectAll().where('key_hash', '=', slot('keyHash')),
  );

  return {
    /** Keeps a key that the caller made: a hash to find it by, and sealed for showing it again. */
    async create(key: {
      readonly workspaceId: string;
      readonly appId: string | null;
      readonly scope: ApiKey['scope'];
      /** The whole key, at least 128 random bits: that is why a bare SHA-256 will do. */
      readonly plain: string;
      readonly createdBy: string;
    }): Promise<ApiKey> {
      const { plain, ...rest } = key;
      const record = {
        ...rest,
        id: ids.uuid(),
        keyHash: hashOf(plain),
        keySealed: secrets.encrypt(plain),
        prefix: plain.slice(0, plain.indexOf('-') + 1),
        last4: plain.slice(-4),
        createdAt: clock.now(),
        lastUsedAt: null,
      };
      await database.write([insertStatement(database, apiKeysTable, record)], { thing: 'The key' });
      return withoutSecret(record);
    },

    async byPlain(plain: string): Promise<ApiKey | null> {
      const [row] = await database.read(selectByHash({ keyHash: hashOf(plain) }));
      return row ? withoutSecret(apiKeysTable.fromRow(row as RowOf<typeof apiKeysTable>)) : null;
    },

    /** Newest first; `appId` null lists the workspace's own keys. */
    async list(workspaceId: string, appId: string | null): Promise<readonly ApiKey[]> {
      const rows = await query
        .selectFrom('api_keys')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('app_id', appId === null ? 'is' : '=', appId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(200)
        .execute();
      return rows.map((row) => withoutSecret(apiKeysTable.fromRow(row)));
    },

    /** The whole key again; null for an unknown id. */
    async reveal(workspaceId: string, id: string): Promise<string | null> {
      const row = await query
        .selectFrom('api_keys')
        .select('key_sealed')
        .where('id', '=', id)
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return row ? secrets.decrypt(row.key_sealed) : null;
    },

    /** Notes that a key was used, at most once a minute: it happens with every request. */
    async touch(key: ApiKey): Promise<void> {
      const now = clock.now();
      if (key.lastUsedAt !== null && now - key.lastUsedAt < touchIntervalMs) return;
      await database.write([
        query
          .updateTable('api_keys')
          .set({ last_used_at: now })
          .where('id', '=', key.id)
          .where((where) =>
            where.or([
              where('last_used_at', 'is', null),
              where('last_used_at', '<', now - touchIntervalMs),
            ]),
          ),
      ]);
    },

    async remove(workspaceId: string, id: string): Promise<void> {
      await database.write(
        [query.deleteFrom('api_keys').where('id', '=', id).where('workspace_id', '=', workspaceId)],
        { check: mustChange('The key') },
      );
    },
  };
}

const touchIntervalMs = 60_000;

function hashOf(plain: string): string {
  return createHash('sha256').update(plain).digest('hex');
}

function withoutSecret({
  keyHash: _hash,
  keySealed: _sealed,
  ...key
}: RecordOf<typeof apiKeysTable>): ApiKey {
  return key;
}
