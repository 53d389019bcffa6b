import type { StoreContext } from '../database/context.ts';
import { mustChange } from '../database/results.ts';
import type { RecordOf } from '../database/table.ts';
import { providersTable } from '../tables/models.ts';

/** A configured provider with its credentials in the clear: never hand it to a client as it is. */
export type Provider = Omit<RecordOf<typeof providersTable>, 'credentialsSealed'> & {
  readonly credentials: Readonly<Record<string, unknown>>;
};

export type Providers = ReturnType<typeof createProviders>;

export function createProviders({ database, clock, ids, secrets }: StoreContext) {
  const { query } = database;

  const opened = ({ credentialsSealed, ...rest }: RecordOf<typeof providersTable>): Provider => ({
    ...rest,
    credentials: JSON.parse(secrets.decrypt(credentialsSealed)) as Provider['credentials'],
  });

  return {
    async list(workspaceId: string): Promise<readonly Provider[]> {
      const rows = await query
        .selectFrom('providers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('created_at')
        .orderBy('id')
        .limit(500)
        .execute();
      return rows.map((row) => opened(providersTable.fromRow(row)));
    },

    async get(workspaceId: string, provider: string): Promise<Provider | null> {
      const row = await query
        .selectFrom('providers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('provider', '=', provider)
        .executeTakeFirst();
      return row ? opened(providersTable.fromRow(row)) : null;
    },

    /** Adds the provider to the workspace, or replaces what is there. */
    async put(provider: Omit<Provider, 'id' | 'createdAt' | 'updatedAt'>): Promise<void> {
      const { credentials, ...rest } = provider;
      const now = clock.now();
      const row = providersTable.toRow({
        ...rest,
        credentialsSealed: secrets.encrypt(JSON.stringify(credentials)),
        id: ids.uuid(),
        createdAt: now,
        updatedAt: now,
      });
      const { id: _id, created_at: _createdAt, ...replaced } = row;
      await database.write([
        query
          .insertInto('providers')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['workspace_id', 'provider']).doUpdateSet(replaced),
          ),
      ]);
    },

    /** Its models go with it. */
    async remove(workspaceId: string, provider: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('providers')
            .where('workspace_id', '=', workspaceId)
            .where('provider', '=', provider),
          query
            .deleteFrom('models')
            .where('workspace_id', '=', workspaceId)
            .where('provider', '=', provider),
        ],
        { check: mustChange('The provider') },
      );
    },
  };
}
