import { sql } from 'kysely';
import type { AppDocument, AppProfile } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import { prepareStatement } from '../database/prepared.ts';
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
import { appsTable, draftsTable, type App } from '../tables/apps.ts';

export interface NewApp {
  readonly workspaceId: string;
  readonly document: AppDocument;
  readonly siteCode: string;
  readonly createdBy: string;
  readonly tags?: readonly string[];
}

export type AppPatch = Partial<
  Omit<App, 'id' | 'workspaceId' | 'mode' | 'createdBy' | 'createdAt' | 'updatedAt' | 'deletedAt'>
>;

export interface AppFilter extends PageRequest {
  readonly keyword?: string | undefined;
  readonly modes?: readonly App['mode'][] | undefined;
  /** Apps with any of these. */
  readonly tags?: readonly string[] | undefined;
  readonly createdBy?: string | undefined;
  /** What lies in the bin instead of what does not. */
  readonly removed?: boolean | undefined;
}

export type Apps = ReturnType<typeof createApps>;

export function createApps({ database, clock, ids }: StoreContext) {
  const { query } = database;

  const selectById = prepareStatement<{ id: string }>((slot) =>
    query
      .selectFrom('apps')
      .selectAll()
      .where('id', '=', slot('id'))
      .where('deleted_at', 'is', null),
  );

  const byId = async (id: string): Promise<App | null> => {
    const [row] = await database.read(selectById({ id }));
    return row ? appsTable.fromRow(row as RowOf<typeof appsTable>) : null;
  };

  /** Moves an app into the bin or out of it; throws `not_found` when it is not where it should be. */
  const setDeleted = async (
    workspaceId: string,
    id: string,
    deletedAt: number | null,
  ): Promise<void> => {
    await database.write(
      [
        query
          .updateTable('apps')
          .set({ deleted_at: deletedAt, updated_at: clock.now() })
          .where('id', '=', id)
          .where('workspace_id', '=', workspaceId)
          .where('deleted_at', deletedAt === null ? 'is not' : 'is', null),
      ],
      { check: mustChange('The app') },
    );
  };

  return {
    /** Makes the app and its draft at revision 1; the profile is the document's. */
    async create({ workspaceId, document, siteCode, createdBy, tags = [] }: NewApp): Promise<App> {
      const now = clock.now();
      const app: App = {
        ...profileFields(document.profile),
        mode: document.profile.mode,
        id: ids.uuid(),
        workspaceId,
        status: 'normal',
        apiEnabled: true,
        siteEnabled: true,
        siteCode,
        siteSettings: {},
        tags,
        concurrencyMax: 0,
        currentVersionId: null,
        createdBy,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      const draft = { appId: app.id, document, revision: 1, updatedBy: createdBy, updatedAt: now };
      await database.write([
        insertStatement(database, appsTable, app),
        insertStatement(database, draftsTable, draft),
      ]);
      return app;
    },

    /** Null for what lies in the bin, too. */
    byId,

    async get(workspaceId: string, id: string): Promise<App | null> {
      const app = await byId(id);
      return app?.workspaceId === workspaceId ? app : null;
    },

    async bySiteCode(siteCode: string): Promise<App | null> {
      const row = await query
        .selectFrom('apps')
        .selectAll()
        .where('site_code', '=', siteCode)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return row ? appsTable.fromRow(row) : null;
    },

    /** Last changed first. */
    async list(workspaceId: string, filter: AppFilter = {}): Promise<Page<App>> {
      const bounds = pageBounds(filter);
      let matching = query
        .selectFrom('apps')
        .where('workspace_id', '=', workspaceId)
        .where('deleted_at', filter.removed ? 'is not' : 'is', null);
      const { keyword, modes, tags, createdBy } = filter;
      if (keyword) {
        const pattern = containsPattern(keyword);
        matching = matching.where(
          sql<boolean>`(lower(name) like ${pattern} escape '\\' or lower(description) like ${pattern} escape '\\')`,
        );
      }
      if (modes) matching = matching.where('mode', 'in', modes);
      if (createdBy) matching = matching.where('created_by', '=', createdBy);
      if (tags && tags.length > 0)
        matching = matching.where((where) =>
          where.or(
            tags.map((tag) => {
              const pattern = containsPattern(JSON.stringify(tag));
              return sql<boolean>`lower(tags) like ${pattern} escape '\\'`;
            }),
          ),
        );
      const count = await matching
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll()
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(bounds.limit)
        .offset(bounds.offset)
        .execute();
      return pageOf(rows.map(appsTable.fromRow), count.total, bounds);
    },

    /** Every tag in use with the number of its apps, most used first. */
    async tags(
      workspaceId: string,
    ): Promise<readonly { readonly name: string; readonly count: number }[]> {
      const rows = await query
        .selectFrom('apps')
        .select('tags')
        .where('workspace_id', '=', workspaceId)
        .where('deleted_at', 'is', null)
        .where('tags', '<>', '[]')
        .execute();
      const counts = new Map<string, number>();
      for (const { tags } of rows)
        for (const tag of new Set(JSON.parse(tags) as readonly string[]))
          counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts]
        .map(([name, count]) => ({ name, count }))
        .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
    },

    /** Returns the app as it is now. */
    async update(workspaceId: string, id: string, patch: AppPatch): Promise<App> {
      const set = appsTable.toPatch({ ...patch, updatedAt: clock.now() });
      const [result] = await database.write(
        [
          query
            .updateTable('apps')
            .set(set)
            .where('id', '=', id)
            .where('workspace_id', '=', workspaceId)
            .where('deleted_at', 'is', null)
            .returningAll(),
        ],
        { check: mustChange('The app'), thing: 'The page address' },
      );
      return appsTable.fromRow(found(result?.rows[0], 'The app') as RowOf<typeof appsTable>);
    },

    /** Into the bin; `restore` takes it out again, until a `retention.sweep` ends it for good. */
    remove: (workspaceId: string, id: string) => setDeleted(workspaceId, id, clock.now()),
    restore: (workspaceId: string, id: string) => setDeleted(workspaceId, id, null),
  };
}

/** A profile as it stands in an app's row. */
export function profileOf(app: App): AppProfile {
  return { ...profileFields(app), mode: app.mode };
}

function profileFields(profile: Omit<AppProfile, 'mode'>): Omit<AppProfile, 'mode'> {
  const { name, description, iconType, icon, iconBackground, useIconAsAnswerIcon } = profile;
  return { name, description, iconType, icon, iconBackground, useIconAsAnswerIcon };
}
