import type { ModelKind } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { mustChange } from '../database/results.ts';
import {
  defaultModelsTable,
  modelChainsTable,
  modelMappingsTable,
  modelsTable,
  type DefaultModel,
  type Model,
  type ModelChain,
  type ModelMapping,
} from '../tables/models.ts';

export type Models = ReturnType<typeof createModels>;

/** Models that a workspace added or changed; the catalogue's own need no row. */
export function createModels({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async list(
      workspaceId: string,
      filter: { readonly kind?: ModelKind; readonly provider?: string } = {},
    ): Promise<readonly Model[]> {
      let matching = query.selectFrom('models').selectAll().where('workspace_id', '=', workspaceId);
      if (filter.kind) matching = matching.where('kind', '=', filter.kind);
      if (filter.provider) matching = matching.where('provider', '=', filter.provider);
      const rows = await matching
        .orderBy('provider')
        .orderBy('name')
        .orderBy('kind')
        .limit(5000)
        .execute();
      return rows.map(modelsTable.fromRow);
    },

    /** Adds the model, or replaces the one of that provider, name and kind. */
    async put(model: Omit<Model, 'id' | 'createdAt' | 'updatedAt'>): Promise<void> {
      const now = clock.now();
      const row = modelsTable.toRow({ ...model, id: ids.uuid(), createdAt: now, updatedAt: now });
      const { id: _id, created_at: _createdAt, ...replaced } = row;
      await database.write([
        query
          .insertInto('models')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['workspace_id', 'provider', 'name', 'kind']).doUpdateSet(replaced),
          ),
      ]);
    },

    async remove(
      workspaceId: string,
      model: { readonly provider: string; readonly name: string; readonly kind: ModelKind },
    ): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('models')
            .where('workspace_id', '=', workspaceId)
            .where('provider', '=', model.provider)
            .where('name', '=', model.name)
            .where('kind', '=', model.kind),
        ],
        { check: mustChange('The model') },
      );
    },

    /** The workspace's choice for each kind that has one. */
    async defaults(workspaceId: string): Promise<readonly DefaultModel[]> {
      const rows = await query
        .selectFrom('default_models')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .execute();
      return rows.map(defaultModelsTable.fromRow);
    },

    async setDefault(model: Omit<DefaultModel, 'updatedAt'>): Promise<void> {
      const row = defaultModelsTable.toRow({ ...model, updatedAt: clock.now() });
      const { provider, name, updated_at } = row;
      await database.write([
        query
          .insertInto('default_models')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['workspace_id', 'kind']).doUpdateSet({ provider, name, updated_at }),
          ),
      ]);
    },
  };
}

export type ModelRoutes = ReturnType<typeof createModelRoutes>;

/** Where a request for a model really goes: mappings and fallback chains. */
export function createModelRoutes({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async mappings(workspaceId: string): Promise<readonly ModelMapping[]> {
      const rows = await query
        .selectFrom('model_mappings')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('from_provider')
        .orderBy('from_name')
        .limit(5000)
        .execute();
      return rows.map(modelMappingsTable.fromRow);
    },

    async putMapping(mapping: Omit<ModelMapping, 'id' | 'createdAt'>): Promise<void> {
      const row = modelMappingsTable.toRow({ ...mapping, id: ids.uuid(), createdAt: clock.now() });
      await database.write([
        query
          .insertInto('model_mappings')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['workspace_id', 'kind', 'from_provider', 'from_name'])
              .doUpdateSet({ to_provider: row.to_provider, to_name: row.to_name }),
          ),
      ]);
    },

    async removeMapping(workspaceId: string, id: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('model_mappings')
            .where('id', '=', id)
            .where('workspace_id', '=', workspaceId),
        ],
        { check: mustChange('The mapping') },
      );
    },

    async chains(workspaceId: string): Promise<readonly ModelChain[]> {
      const rows = await query
        .selectFrom('model_chains')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('name')
        .limit(1000)
        .execute();
      return rows.map(modelChainsTable.fromRow);
    },

    /** Adds the chain, or replaces the one of that name. */
    async putChain(chain: Omit<ModelChain, 'id' | 'createdAt' | 'updatedAt'>): Promise<void> {
      const now = clock.now();
      const row = modelChainsTable.toRow({
        ...chain,
        id: ids.uuid(),
        createdAt: now,
        updatedAt: now,
      });
      await database.write([
        query
          .insertInto('model_chains')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['workspace_id', 'name'])
              .doUpdateSet({ kind: row.kind, steps: row.steps, updated_at: now }),
          ),
      ]);
    },

    async removeChain(workspaceId: string, name: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('model_chains')
            .where('workspace_id', '=', workspaceId)
            .where('name', '=', name),
        ],
        { check: mustChange('The chain') },
      );
    },
  };
}
