import { sql } from 'kysely';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import {
  containsPattern,
  found,
  mustChange,
  pageBounds,
  pageOf,
  type Page,
  type PageRequest,
} from '../database/results.ts';
import type { RowOf } from '../database/table.ts';
import {
  annotationSettingsTable,
  annotationsTable,
  type Annotation,
  type AnnotationSettings,
} from '../tables/apps.ts';

export type Annotations = ReturnType<typeof createAnnotations>;

export function createAnnotations({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    async create(
      annotation: Pick<Annotation, 'appId' | 'question' | 'answer' | 'messageId' | 'createdBy'>,
    ): Promise<Annotation> {
      const now = clock.now();
      const record = { ...annotation, id: ids.uuid(), hitCount: 0, createdAt: now, updatedAt: now };
      await database.write([insertStatement(database, annotationsTable, record)]);
      return record;
    },

    async get(appId: string, id: string): Promise<Annotation | null> {
      const row = await query
        .selectFrom('annotations')
        .selectAll()
        .where('id', '=', id)
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? annotationsTable.fromRow(row) : null;
    },

    /** Newest first; the keyword is looked for in question and answer. */
    async list(
      appId: string,
      request: PageRequest & { readonly keyword?: string | undefined } = {},
    ): Promise<Page<Annotation>> {
      const bounds = pageBounds(request);
      let matching = query.selectFrom('annotations').where('app_id', '=', appId);
      if (request.keyword) {
        const pattern = containsPattern(request.keyword);
        matching = matching.where(
          sql<boolean>`(lower(question) like ${pattern} escape '\\' or lower(answer) like ${pattern} escape '\\')`,
        );
      }
      const count = await matching
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(bounds.limit)
        .offset(bounds.offset)
        .execute();
      return pageOf(rows.map(annotationsTable.fromRow), count.total, bounds);
    },

    /** Returns the annotation as it is now. */
    async update(
      appId: string,
      id: string,
      patch: Partial<Pick<Annotation, 'question' | 'answer'>>,
    ): Promise<Annotation> {
      const [result] = await database.write(
        [
          query
            .updateTable('annotations')
            .set(annotationsTable.toPatch({ ...patch, updatedAt: clock.now() }))
            .where('id', '=', id)
            .where('app_id', '=', appId)
            .returningAll(),
        ],
        { check: mustChange('The annotation') },
      );
      return annotationsTable.fromRow(
        found(result?.rows[0], 'The annotation') as RowOf<typeof annotationsTable>,
      );
    },

    async remove(appId: string, id: string): Promise<void> {
      await database.write(
        [query.deleteFrom('annotations').where('id', '=', id).where('app_id', '=', appId)],
        { check: mustChange('The annotation') },
      );
    },

    /** Counts a reply that was given from this annotation. */
    async countHit(id: string): Promise<void> {
      await database.write([
        query
          .updateTable('annotations')
          .set({ hit_count: sql<number>`hit_count + 1` })
          .where('id', '=', id),
      ]);
    },

    /** Null when the app never had any. */
    async settings(appId: string): Promise<AnnotationSettings | null> {
      const row = await query
        .selectFrom('annotation_settings')
        .selectAll()
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? annotationSettingsTable.fromRow(row) : null;
    },

    async putSettings(settings: Omit<AnnotationSettings, 'updatedAt'>): Promise<void> {
      const row = annotationSettingsTable.toRow({ ...settings, updatedAt: clock.now() });
      await database.write([
        query
          .insertInto('annotation_settings')
          .values(row)
          .onConflict((conflict) => conflict.column('app_id').doUpdateSet(row)),
      ]);
    },
  };
}
