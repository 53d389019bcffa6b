/** What belongs to an installed plugin: credentials, endpoints, subscriptions and the values it keeps. */
import { AppError } from '@outpost/contracts';
import { sql } from 'kysely';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { mustChange } from '../database/results.ts';
import type { RecordOf } from '../database/table.ts';
import {
  pluginCredentialsTable,
  pluginEndpointsTable,
  pluginSubscriptionsTable,
  pluginValuesTable,
} from '../tables/plugins.ts';

type Values = Readonly<Record<string, unknown>>;

/** With its values in the clear: never hand it to a client as it is. */
export type PluginCredential = Omit<RecordOf<typeof pluginCredentialsTable>, 'valuesSealed'> & {
  readonly values: Values;
};
export type PluginEndpoint = Omit<RecordOf<typeof pluginEndpointsTable>, 'settingsSealed'> & {
  readonly settings: Values;
};
export type PluginSubscription = Omit<
  RecordOf<typeof pluginSubscriptionsTable>,
  'propertiesSealed'
> & { readonly properties: Values };

type NewRecord<Record> = Omit<Record, 'id' | 'createdAt' | 'updatedAt'>;

export type PluginCredentials = ReturnType<typeof createPluginCredentials>;

export function createPluginCredentials({ database, clock, ids, secrets }: StoreContext) {
  const { query } = database;
  const opened = ({
    valuesSealed,
    ...rest
  }: RecordOf<typeof pluginCredentialsTable>): PluginCredential => ({
    ...rest,
    values: JSON.parse(secrets.decrypt(valuesSealed)) as Values,
  });
  /** Of the sets of one provider one is the default. */
  const others = ({ workspaceId, pluginId, kind, provider, id }: PluginCredential) =>
    query
      .updateTable('plugin_credentials')
      .set({ is_default: 0 })
      .where('workspace_id', '=', workspaceId)
      .where('plugin_id', '=', pluginId)
      .where('kind', '=', kind)
      .where('provider', '=', provider)
      .where('id', '<>', id);

  return {
    async list(workspaceId: string, pluginId?: string): Promise<readonly PluginCredential[]> {
      let rows = query
        .selectFrom('plugin_credentials')
        .selectAll()
        .where('workspace_id', '=', workspaceId);
      if (pluginId !== undefined) rows = rows.where('plugin_id', '=', pluginId);
      const found = await rows.orderBy('created_at').orderBy('id').limit(2000).execute();
      return found.map((row) => opened(pluginCredentialsTable.fromRow(row)));
    },

    async add(credential: NewRecord<PluginCredential>): Promise<PluginCredential> {
      const now = clock.now();
      const record = { ...credential, id: ids.uuid(), createdAt: now, updatedAt: now };
      const { values, ...rest } = record;
      await database.write([
        insertStatement(database, pluginCredentialsTable, {
          ...rest,
          valuesSealed: secrets.encrypt(JSON.stringify(values)),
        }),
        ...(record.isDefault ? [others(record)] : []),
      ]);
      return record;
    },

    async update(credential: PluginCredential): Promise<void> {
      const { values, id, workspaceId, createdAt: _, ...rest } = credential;
      const patch = pluginCredentialsTable.toPatch({
        ...rest,
        valuesSealed: secrets.encrypt(JSON.stringify(values)),
        updatedAt: clock.now(),
      });
      await database.write(
        [
          query
            .updateTable('plugin_credentials')
            .set(patch)
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
          ...(credential.isDefault ? [others(credential)] : []),
        ],
        { check: mustChange('The credentials') },
      );
    },

    async remove(workspaceId: string, id: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('plugin_credentials')
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The credentials') },
      );
    },
  };
}

export type PluginEndpoints = ReturnType<typeof createPluginEndpoints>;

export function createPluginEndpoints({ database, clock, ids, secrets }: StoreContext) {
  const { query } = database;
  const opened = ({
    settingsSealed,
    ...rest
  }: RecordOf<typeof pluginEndpointsTable>): PluginEndpoint => ({
    ...rest,
    settings: JSON.parse(secrets.decrypt(settingsSealed)) as Values,
  });
  const sealed = (settings: Values): string => secrets.encrypt(JSON.stringify(settings));

  return {
    async list(workspaceId: string, pluginId: string): Promise<readonly PluginEndpoint[]> {
      const rows = await query
        .selectFrom('plugin_endpoints')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('plugin_id', '=', pluginId)
        .orderBy('created_at')
        .orderBy('id')
        .limit(500)
        .execute();
      return rows.map((row) => opened(pluginEndpointsTable.fromRow(row)));
    },

    async byHook(hookId: string): Promise<PluginEndpoint | null> {
      const row = await query
        .selectFrom('plugin_endpoints')
        .selectAll()
        .where('hook_id', '=', hookId)
        .executeTakeFirst();
      return row ? opened(pluginEndpointsTable.fromRow(row)) : null;
    },

    async add(endpoint: NewRecord<PluginEndpoint>): Promise<PluginEndpoint> {
      const now = clock.now();
      const record = { ...endpoint, id: ids.uuid(), createdAt: now, updatedAt: now };
      const { settings, ...rest } = record;
      await database.write([
        insertStatement(database, pluginEndpointsTable, {
          ...rest,
          settingsSealed: sealed(settings),
        }),
      ]);
      return record;
    },

    async update(endpoint: PluginEndpoint): Promise<void> {
      const { settings, id, workspaceId, name, enabled } = endpoint;
      const patch = pluginEndpointsTable.toPatch({
        name,
        enabled,
        settingsSealed: sealed(settings),
        updatedAt: clock.now(),
      });
      await database.write(
        [
          query
            .updateTable('plugin_endpoints')
            .set(patch)
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The endpoint') },
      );
    },

    async remove(workspaceId: string, id: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('plugin_endpoints')
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The endpoint') },
      );
    },
  };
}

export type PluginSubscriptions = ReturnType<typeof createPluginSubscriptions>;

export function createPluginSubscriptions({ database, clock, ids, secrets }: StoreContext) {
  const { query } = database;
  const opened = ({
    propertiesSealed,
    ...rest
  }: RecordOf<typeof pluginSubscriptionsTable>): PluginSubscription => ({
    ...rest,
    properties: JSON.parse(secrets.decrypt(propertiesSealed)) as Values,
  });
  const sealed = (properties: Values): string => secrets.encrypt(JSON.stringify(properties));

  return {
    async list(workspaceId: string, pluginId?: string): Promise<readonly PluginSubscription[]> {
      let rows = query
        .selectFrom('plugin_subscriptions')
        .selectAll()
        .where('workspace_id', '=', workspaceId);
      if (pluginId !== undefined) rows = rows.where('plugin_id', '=', pluginId);
      const found = await rows.orderBy('created_at').orderBy('id').limit(2000).execute();
      return found.map((row) => opened(pluginSubscriptionsTable.fromRow(row)));
    },

    async byHook(hookId: string): Promise<PluginSubscription | null> {
      const row = await query
        .selectFrom('plugin_subscriptions')
        .selectAll()
        .where('hook_id', '=', hookId)
        .executeTakeFirst();
      return row ? opened(pluginSubscriptionsTable.fromRow(row)) : null;
    },

    /** Those that end before a time, the earliest first. */
    async expiring(before: number, limit: number): Promise<readonly PluginSubscription[]> {
      const rows = await query
        .selectFrom('plugin_subscriptions')
        .selectAll()
        .where('expires_at', '<', before)
        .orderBy('expires_at')
        .limit(limit)
        .execute();
      return rows.map((row) => opened(pluginSubscriptionsTable.fromRow(row)));
    },

    async add(subscription: NewRecord<PluginSubscription>): Promise<PluginSubscription> {
      const now = clock.now();
      const record = { ...subscription, id: ids.uuid(), createdAt: now, updatedAt: now };
      const { properties, ...rest } = record;
      await database.write([
        insertStatement(database, pluginSubscriptionsTable, {
          ...rest,
          propertiesSealed: sealed(properties),
        }),
      ]);
      return record;
    },

    async update(subscription: PluginSubscription): Promise<void> {
      const { properties, id, workspaceId, createdAt: _, ...rest } = subscription;
      const patch = pluginSubscriptionsTable.toPatch({
        ...rest,
        propertiesSealed: sealed(properties),
        updatedAt: clock.now(),
      });
      await database.write(
        [
          query
            .updateTable('plugin_subscriptions')
            .set(patch)
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The subscription') },
      );
    },

    async remove(workspaceId: string, id: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('plugin_subscriptions')
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The subscription') },
      );
    },
  };
}

export interface ValuePlace {
  readonly workspaceId: string;
  readonly pluginId: string;
  readonly key: string;
}

export type PluginValues = ReturnType<typeof createPluginValues>;

export function createPluginValues({ database, clock }: StoreContext) {
  const { query } = database;
  return {
    async get({ workspaceId, pluginId, key }: ValuePlace): Promise<Uint8Array | null> {
      const row = await query
        .selectFrom('plugin_values')
        .select('value')
        .where('workspace_id', '=', workspaceId)
        .where('plugin_id', '=', pluginId)
        .where('key', '=', key)
        .executeTakeFirst();
      return row ? Buffer.from(row.value, 'base64') : null;
    },

    /** Throws `plugin_storage_full`, and changes nothing, when all values would be larger than the limit. */
    async set(place: ValuePlace, value: Uint8Array, limitBytes: number): Promise<void> {
      const { workspaceId, pluginId, key } = place;
      const row = pluginValuesTable.toRow({
        ...place,
        value: Buffer.from(value).toString('base64'),
        sizeBytes: value.length,
        updatedAt: clock.now(),
      });
      await database.write(
        [
          query
            .insertInto('plugin_values')
            .values(row)
            .onConflict((conflict) =>
              conflict.columns(['workspace_id', 'plugin_id', 'key']).doUpdateSet({
                value: row.value,
                size_bytes: row.size_bytes,
                updated_at: row.updated_at,
              }),
            ),
          // What is there now, the new value included: asked within the same write.
          query
            .updateTable('plugin_values')
            .set({ updated_at: row.updated_at })
            .where('workspace_id', '=', workspaceId)
            .where('plugin_id', '=', pluginId)
            .where('key', '=', key)
            .returning(
              sql<number>`(select coalesce(sum(size_bytes), 0) from plugin_values
                where workspace_id = ${workspaceId} and plugin_id = ${pluginId})`.as('total'),
            ),
        ],
        {
          check([, totals]) {
            const [{ total = 0 } = {}] = (totals?.rows ?? []) as { total?: number | string }[];
            if (Number(total) > limitBytes)
              throw new AppError('plugin_storage_full', {
                details: { plugin: pluginId, limit: 'storage.size', limitBytes },
              });
          },
        },
      );
    },

    /** How many values were removed. */
    async remove({ workspaceId, pluginId, key }: ValuePlace): Promise<number> {
      const [result] = await database.write([
        query
          .deleteFrom('plugin_values')
          .where('workspace_id', '=', workspaceId)
          .where('plugin_id', '=', pluginId)
          .where('key', '=', key),
      ]);
      return result?.changes ?? 0;
    },
  };
}
