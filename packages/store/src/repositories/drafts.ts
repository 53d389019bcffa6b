import { sql } from 'kysely';
import { AppError, type AppDocument } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { found, mustChange, sliceLimit, sliceOf, type Slice } from '../database/results.ts';
import {
  appsTable,
  draftsTable,
  versionsTable,
  type Draft,
  type Version,
  type VersionSummary,
} from '../tables/apps.ts';
import {
  draftRevisionsTable,
  type DraftRevision,
  type DraftRevisionSummary,
} from '../tables/drafts.ts';
import { profileOf } from './apps.ts';

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts({ database, clock }: StoreContext) {
  const { query } = database;

  const keepRevision = (appId: string) =>
    query
      .insertInto('draft_revisions')
      .columns(['app_id', 'revision', 'document', 'saved_by', 'saved_at'])
      .expression(
        query
          .selectFrom('drafts')
          .select(['app_id', 'revision', 'document', 'updated_by', 'updated_at'])
          .where('app_id', '=', appId),
      )
      .onConflict((conflict) => conflict.doNothing());

  const thinRevisions = (appId: string, now: number) =>
    query
      .deleteFrom('draft_revisions')
      .where('app_id', '=', appId)
      .where(
        'revision',
        '<',
        sql<number>`(select drafts.revision from drafts where drafts.app_id = ${appId}) - ${sql.lit(revisionsKept)}`,
      )
      .where(
        sql<boolean>`(saved_at < ${now - dayMs} or exists (
          select 1 from draft_revisions as later where later.app_id = draft_revisions.app_id
          and later.revision > draft_revisions.revision
          and later.saved_at / ${sql.lit(slotMs)} = draft_revisions.saved_at / ${sql.lit(slotMs)}))`,
      );

  return {
    /** The draft with the app's profile as it is now. */
    async get(appId: string): Promise<Draft | null> {
      const row = await query
        .selectFrom('drafts')
        .selectAll()
        .where('app_id', '=', appId)
        .executeTakeFirst();
      const app = await query
        .selectFrom('apps')
        .selectAll()
        .where('id', '=', appId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (!row || !app) return null;
      const draft = draftsTable.fromRow(row);
      const profile = profileOf(appsTable.fromRow(app));
      return { ...draft, document: { ...draft.document, profile } };
    },

    /**
     * Replaces the document and returns the new revision; what was there stays as a revision for a while. The profile in it is not looked at:
     * `apps.update` changes that. Throws `record_conflict` unless the draft still is at
     * `expectedRevision`; null overwrites whatever is there.
     */
    async save(draft: {
      readonly appId: string;
      readonly document: AppDocument;
      readonly expectedRevision: number | null;
      readonly updatedBy: string;
    }): Promise<{ readonly revision: number; readonly updatedAt: number }> {
      const { appId, expectedRevision } = draft;
      const updatedAt = clock.now();
      const set = draftsTable.toPatch({
        document: draft.document,
        updatedBy: draft.updatedBy,
        updatedAt,
      });
      let update = query
        .updateTable('drafts')
        .set({ ...set, revision: sql<number>`revision + 1` })
        .where('app_id', '=', appId);
      if (expectedRevision !== null) update = update.where('revision', '=', expectedRevision);
      const [, result] = await database.write(
        [
          keepRevision(appId),
          update.returning('revision'),
          query.updateTable('apps').set({ updated_at: updatedAt }).where('id', '=', appId),
          thinRevisions(appId, updatedAt),
        ],
        {
          check([, saved]) {
            if (saved?.changes !== 1)
              throw new AppError('record_conflict', { details: { thing: 'The draft' } });
          },
        },
      );
      const { revision } = found(result?.rows[0], 'The draft') as { readonly revision: number };
      return { revision, updatedAt };
    },

    /** What the draft was before, newest first: the last 50 saves, and one for each ten minutes of the last day. */
    async revisions(appId: string): Promise<readonly DraftRevisionSummary[]> {
      const rows = await query
        .selectFrom('draft_revisions')
        .select(['app_id', 'revision', 'saved_by', 'saved_at'])
        .where('app_id', '=', appId)
        .orderBy('revision', 'desc')
        .limit(revisionsMax)
        .execute();
      return rows.map((row) => ({
        appId: row.app_id,
        revision: row.revision,
        savedBy: row.saved_by,
        savedAt: row.saved_at,
      }));
    },

    /** Null when it is not kept any more, and for the draft as it is now. */
    async revision(appId: string, revision: number): Promise<DraftRevision | null> {
      const row = await query
        .selectFrom('draft_revisions')
        .selectAll()
        .where('app_id', '=', appId)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return row ? draftRevisionsTable.fromRow(row) : null;
    },
  };
}

const revisionsKept = 50;
const dayMs = 24 * 3_600_000;
const slotMs = 600_000;
const revisionsMax = revisionsKept + dayMs / slotMs + 1;

export type Versions = ReturnType<typeof createVersions>;

export function createVersions({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    /** Stores the document under the next number and makes it what the app runs. */
    async publish(version: {
      readonly appId: string;
      readonly document: AppDocument;
      readonly name?: string;
      readonly note?: string;
      readonly createdBy: string;
    }): Promise<Version> {
      const record: Version = {
        name: '',
        note: '',
        ...version,
        id: ids.uuid(),
        number: 0,
        createdAt: clock.now(),
      };
      const row = versionsTable.toRow(record);
      const [, inserted] = await database.write(
        [
          // First the app's row, which two who publish at once must both have: so they take turns.
          query
            .updateTable('apps')
            .set({ current_version_id: record.id, updated_at: record.createdAt })
            .where('id', '=', record.appId)
            .where('deleted_at', 'is', null),
          query
            .insertInto('versions')
            .values({
              ...row,
              number: sql<number>`(select coalesce(max(number), 0) + 1 from versions where app_id = ${record.appId})`,
            })
            .returning('number'),
        ],
        { check: mustChange('The app'), thing: 'The version' },
      );
      const { number } = found(inserted?.rows[0], 'The version') as { readonly number: number };
      return { ...record, number };
    },

    async get(appId: string, id: string): Promise<Version | null> {
      const row = await query
        .selectFrom('versions')
        .selectAll()
        .where('id', '=', id)
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? versionsTable.fromRow(row) : null;
    },

    /** Newest first; `beforeNumber` is the number of the last one held. */
    async list(
      appId: string,
      options: { readonly beforeNumber?: number; readonly limit?: number } = {},
    ): Promise<Slice<VersionSummary>> {
      const limit = sliceLimit(options.limit);
      let matching = query
        .selectFrom('versions')
        .select(['id', 'app_id', 'number', 'name', 'note', 'created_by', 'created_at'])
        .where('app_id', '=', appId);
      if (options.beforeNumber !== undefined)
        matching = matching.where('number', '<', options.beforeNumber);
      const rows = await matching
        .orderBy('number', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.map((row) => ({
        id: row.id,
        appId: row.app_id,
        number: row.number,
        name: row.name,
        note: row.note,
        createdBy: row.created_by,
        createdAt: row.created_at,
      }));
      return sliceOf(items, limit);
    },

    async describe(
      appId: string,
      id: string,
      { name, note }: { readonly name: string; readonly note: string },
    ): Promise<void> {
      await database.write(
        [
          query
            .updateTable('versions')
            .set({ name, note })
            .where('id', '=', id)
            .where('app_id', '=', appId),
        ],
        { check: mustChange('The version') },
      );
    },

    /** Throws `not_found` for the version that the app runs, too. */
    async remove(appId: string, id: string): Promise<void> {
      await database.write(
        [
          query
            .deleteFrom('versions')
            .where('id', '=', id)
            .where('app_id', '=', appId)
            .where((where) =>
              where.not(
                where.exists(
                  query.selectFrom('apps').select('apps.id').where('current_version_id', '=', id),
                ),
              ),
            ),
        ],
        { check: mustChange('A version that is not in use') },
      );
    },
  };
}
