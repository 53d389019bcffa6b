import type { Value } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import type { Statement } from '../database/database.ts';
import {
  draftEditsTable,
  draftValuesTable,
  type DraftEdit,
  type DraftValues,
} from '../tables/drafts.ts';

/** Whose values: each account has its own of each draft. */
export interface ValuesOwner {
  readonly appId: string;
  readonly accountId: string;
}

export type DraftValuesStore = ReturnType<typeof createDraftValues>;

/** The last values of drafts. An edit lies beside the run's value until another run replaces both. */
export function createDraftValues({ database, clock }: StoreContext) {
  const { query } = database;

  const editsOf = ({ appId, accountId }: ValuesOwner) =>
    query.deleteFrom('draft_edits').where('app_id', '=', appId).where('account_id', '=', accountId);

  return {
    /** Replaces what is known of these scopes; edits of them are forgotten. */
    async record(
      owner: ValuesOwner,
      values: readonly Omit<DraftValues, keyof ValuesOwner>[],
    ): Promise<void> {
      if (values.length === 0) return;
      const rows = values.map((value) => draftValuesTable.toRow({ ...owner, ...value }));
      const upserts = rows.map((row) =>
        query
          .insertInto('draft_values')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['app_id', 'account_id', 'scope']).doUpdateSet(row),
          ),
      );
      const scopes = values.map(({ scope }) => scope);
      await database.write([...upserts, editsOf(owner).where('scope', 'in', scopes)], {
        order: orderOf(owner),
      });
    },

    async list({ appId, accountId }: ValuesOwner): Promise<{
      readonly values: readonly DraftValues[];
      readonly edits: readonly DraftEdit[];
    }> {
      const values = await query
        .selectFrom('draft_values')
        .selectAll()
        .where('app_id', '=', appId)
        .where('account_id', '=', accountId)
        .orderBy('scope')
        .execute();
      const edits = await query
        .selectFrom('draft_edits')
        .selectAll()
        .where('app_id', '=', appId)
        .where('account_id', '=', accountId)
        .orderBy('scope')
        .orderBy('name')
        .execute();
      return {
        values: values.map(draftValuesTable.fromRow),
        edits: edits.map(draftEditsTable.fromRow),
      };
    },

    async edit(
      owner: ValuesOwner,
      { scope, name }: { readonly scope: string; readonly name: string },
      value: Value,
    ): Promise<void> {
      const row = draftEditsTable.toRow({ ...owner, scope, name, value, editedAt: clock.now() });
      await database.write(
        [
          query
            .insertInto('draft_edits')
            .values(row)
            .onConflict((conflict) =>
              conflict
                .columns(['app_id', 'account_id', 'scope', 'name'])
                .doUpdateSet({ value: row.value, edited_at: row.edited_at }),
            ),
        ],
        { order: orderOf(owner) },
      );
    },

    /** Takes an edit back; there need not be one. */
    async reset(
      owner: ValuesOwner,
      { scope, name }: { readonly scope: string; readonly name: string },
    ): Promise<void> {
      await database.write([editsOf(owner).where('scope', '=', scope).where('name', '=', name)], {
        order: orderOf(owner),
      });
    },

    /** Takes all edits back; with `values` forgets what runs gave, too. */
    async clear(owner: ValuesOwner, what: 'edits' | 'all'): Promise<void> {
      const statements: (Statement | ReturnType<typeof editsOf>)[] = [editsOf(owner)];
      if (what === 'all')
        statements.push(
          query
            .deleteFrom('draft_values')
            .where('app_id', '=', owner.appId)
            .where('account_id', '=', owner.accountId)
            .compile(),
        );
      await database.write(statements, { order: orderOf(owner) });
    },
  };
}

function orderOf({ appId, accountId }: ValuesOwner): string {
  return `draft values ${appId} ${accountId}`;
}
