import type { StoreContext } from '../database/context.ts';
import { mustChange } from '../database/results.ts';
import {
  pluginPackagesTable,
  pluginsTable,
  type InstalledPluginRecord,
  type StoredPackage,
} from '../tables/plugins.ts';

/** An installed plugin with its package. */
export interface PluginWithPackage {
  readonly plugin: InstalledPluginRecord;
  readonly package: StoredPackage;
}

export type Plugins = ReturnType<typeof createPlugins>;

export function createPlugins({ database, clock, ids }: StoreContext) {
  const { query } = database;

  async function packagesOf(
    plugins: readonly InstalledPluginRecord[],
  ): Promise<readonly PluginWithPackage[]> {
    if (plugins.length === 0) return [];
    const rows = await query
      .selectFrom('plugin_packages')
      .selectAll()
      .where('checksum', 'in', [...new Set(plugins.map(({ checksum }) => checksum))])
      .execute();
    const packages = new Map(
      rows.map((row) => [row.checksum, pluginPackagesTable.fromRow(row)] as const),
    );
    return plugins.flatMap((plugin) => {
      const stored = packages.get(plugin.checksum);
      return stored ? [{ plugin, package: stored }] : [];
    });
  }

  return {
    /** Notes a package whose file is stored; one that is known stays as it is. */
    async addPackage(stored: Omit<StoredPackage, 'createdAt'>): Promise<void> {
      const row = pluginPackagesTable.toRow({ ...stored, createdAt: clock.now() });
      await database.write([
        query
          .insertInto('plugin_packages')
          .values(row)
          .onConflict((conflict) => conflict.column('checksum').doNothing()),
      ]);
    },

    async getPackage(checksum: string): Promise<StoredPackage | null> {
      const row = await query
        .selectFrom('plugin_packages')
        .selectAll()
        .where('checksum', '=', checksum)
        .executeTakeFirst();
      return row ? pluginPackagesTable.fromRow(row) : null;
    },

    /** Packages that no workspace has installed and that were added before a time, oldest first. */
    async unusedPackages(before: number, limit: number): Promise<readonly StoredPackage[]> {
      const rows = await query
        .selectFrom('plugin_packages')
        .selectAll()
        .where('created_at', '<', before)
        .where('checksum', 'not in', query.selectFrom('plugins').select('checksum'))
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(pluginPackagesTable.fromRow);
    },

    /** Forgets a package unless it has been installed meanwhile; true when it is gone. */
    async removePackage(checksum: string): Promise<boolean> {
      const [result] = await database.write([
        query
          .deleteFrom('plugin_packages')
          .where('checksum', '=', checksum)
          .where('checksum', 'not in', query.selectFrom('plugins').select('checksum')),
      ]);
      return result?.changes === 1;
    },

    async list(workspaceId: string): Promise<readonly PluginWithPackage[]> {
      const rows = await query
        .selectFrom('plugins')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('plugin_id')
        .limit(1000)
        .execute();
      return packagesOf(rows.map(pluginsTable.fromRow));
    },

    /** Checksums that any workspace has installed. */
    async checksumsInUse(): Promise<readonly string[]> {
      const rows = await query.selectFrom('plugins').select('checksum').distinct().execute();
      return rows.map(({ checksum }) => checksum);
    },

    async get(workspaceId: string, id: string): Promise<PluginWithPackage | null> {
      const row = await query
        .selectFrom('plugins')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      const [found = null] = await packagesOf(row ? [pluginsTable.fromRow(row)] : []);
      return found;
    },

    /** Installs a package in a workspace, in place of the version that was there: at once, or not at all. */
    async activate(
      plugin: Omit<InstalledPluginRecord, 'id' | 'installedAt' | 'updatedAt' | 'enabled'>,
    ): Promise<void> {
      const now = clock.now();
      const row = pluginsTable.toRow({
        ...plugin,
        id: ids.uuid(),
        enabled: true,
        installedAt: now,
        updatedAt: now,
      });
      const { id: _id, installed_at: _at, enabled: _enabled, ...replaced } = row;
      await database.write([
        query
          .insertInto('plugins')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['workspace_id', 'plugin_id']).doUpdateSet(replaced),
          ),
      ]);
    },

    async setEnabled(workspaceId: string, id: string, enabled: boolean): Promise<void> {
      await database.write(
        [
          query
            .updateTable('plugins')
            .set({ enabled: enabled ? 1 : 0, updated_at: clock.now() })
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id),
        ],
        { check: mustChange('The plugin') },
      );
    },

    /** Its credentials, endpoints, subscriptions and values go with it. */
    async remove(workspaceId: string, { id, pluginId }: InstalledPluginRecord): Promise<void> {
      const parts = [
        'plugin_credentials',
        'plugin_endpoints',
        'plugin_subscriptions',
        'plugin_values',
      ] as const;
      await database.write(
        [
          query.deleteFrom('plugins').where('workspace_id', '=', workspaceId).where('id', '=', id),
          ...parts.map((table) =>
            query
              .deleteFrom(table)
              .where('workspace_id', '=', workspaceId)
              .where('plugin_id', '=', pluginId),
          ),
        ],
        { check: mustChange('The plugin') },
      );
    },
  };
}
