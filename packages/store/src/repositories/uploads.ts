import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { uploadsTable, type Upload } from '../tables/chat.ts';

export type Uploads = ReturnType<typeof createUploads>;

export function createUploads({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    /** The bytes must be in the `FileStore` already. */
    async create(
      upload: Omit<Upload, 'id' | 'used' | 'createdAt'> & { readonly id?: string },
    ): Promise<Upload> {
      const record = {
        ...upload,
        id: upload.id ?? ids.uuid(),
        used: false,
        createdAt: clock.now(),
      };
      await database.write([insertStatement(database, uploadsTable, record)], {
        thing: 'The file',
      });
      return record;
    },

    async get(id: string): Promise<Upload | null> {
      const row = await query
        .selectFrom('uploads')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? uploadsTable.fromRow(row) : null;
    },

    /** In no order; unknown ids are left out. */
    async getMany(uploadIds: readonly string[]): Promise<readonly Upload[]> {
      if (uploadIds.length === 0) return [];
      const rows = await query
        .selectFrom('uploads')
        .selectAll()
        .where('id', 'in', uploadIds)
        .execute();
      return rows.map(uploadsTable.fromRow);
    },

    /** Notes that messages or runs of this app hold the files: they are kept, and shown to its readers. */
    async markUsed(uploadIds: readonly string[], appId: string): Promise<void> {
      if (uploadIds.length === 0) return;
      await database.write([
        query.updateTable('uploads').set({ used: 1, app_id: appId }).where('id', 'in', uploadIds),
      ]);
    },

    /** Uploads from before `before` that nothing uses, oldest first. */
    async unused(before: number, limit: number): Promise<readonly Upload[]> {
      const rows = await query
        .selectFrom('uploads')
        .selectAll()
        .where('used', '=', 0)
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(uploadsTable.fromRow);
    },

    async remove(id: string): Promise<void> {
      await database.write([query.deleteFrom('uploads').where('id', '=', id)]);
    },
  };
}
