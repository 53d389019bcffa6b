import { sql } from 'kysely';
import type { Value, Values } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import {
  containsPattern,
  found,
  mustChange,
  pageBounds,
  pageOf,
  sliceLimit,
  sliceOf,
  type Page,
  type PageRequest,
  type Slice,
  type TimeRange,
} from '../database/results.ts';
import type { RowOf } from '../database/table.ts';
import {
  conversationVariablesTable,
  conversationsTable,
  type Conversation,
  type ConversationVariable,
} from '../tables/chat.ts';

/** Who a conversation belongs to. */
export type Owner = { readonly endUserId: string } | { readonly accountId: string };

export type ConversationSort = 'created_at' | '-created_at' | 'updated_at' | '-updated_at';

export interface ConversationFilter extends PageRequest, TimeRange {
  /** Looked for in names, questions and answers. */
  readonly keyword?: string | undefined;
  readonly endUserId?: string | undefined;
}

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations({ database, clock, ids }: StoreContext) {
  const { query, slowQuery } = database;

  const get = async (appId: string, id: string, owner?: Owner): Promise<Conversation | null> => {
    const row = await query
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row || (owner && !isOwnedBy(row, owner))) return null;
    return conversationsTable.fromRow(row);
  };

  return {
    async create(
      conversation: Omit<
        Conversation,
        'id' | 'status' | 'pinned' | 'dialogueCount' | 'createdAt' | 'updatedAt' | 'deletedAt'
      > & { readonly id?: string },
    ): Promise<Conversation> {
      const now = clock.now();
      const record: Conversation = {
        ...conversation,
        id: conversation.id ?? ids.uuid(),
        status: 'normal',
        pinned: false,
        dialogueCount: 0,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      await database.write([insertStatement(database, conversationsTable, record)], {
        thing: 'The conversation',
      });
      return record;
    },

    /** With an owner, another's conversation counts as missing. */
    get,

    /** One owner's conversations; `lastId` is the last one held, unknown ids throw `not_found`. */
    async list(
      appId: string,
      owner: Owner,
      options: {
        readonly lastId?: string | undefined;
        readonly limit?: number | undefined;
        readonly sort?: ConversationSort | undefined;
        readonly pinned?: boolean | undefined;
      } = {},
    ): Promise<Slice<Conversation>> {
      const limit = sliceLimit(options.limit);
      const sort = options.sort ?? '-updated_at';
      const column = sort.endsWith('created_at') ? 'created_at' : 'updated_at';
      const direction = sort.startsWith('-') ? 'desc' : 'asc';
      let matching = query
        .selectFrom('conversations')
        .selectAll()
        .where('app_id', '=', appId)
        .where('deleted_at', 'is', null);
      matching =
        'endUserId' in owner
          ? matching.where('end_user_id', '=', owner.endUserId)
          : matching.where('account_id', '=', owner.accountId);
      if (options.pinned !== undefined)
        matching = matching.where('pinned', '=', options.pinned ? 1 : 0);
      if (options.lastId !== undefined) {
        const last = found(await get(appId, options.lastId, owner), 'The conversation');
        const at = column === 'created_at' ? last.createdAt : last.updatedAt;
        matching = matching.where((where) =>
          where(
            where.refTuple(column, 'id'),
            direction === 'desc' ? '<' : '>',
            where.tuple(at, last.id),
          ),
        );
      }
      const rows = await matching
        .orderBy(column, direction)
        .orderBy('id', direction)
        .limit(limit + 1)
        .execute();
      return sliceOf(rows.map(conversationsTable.fromRow), limit);
    },

    /** All conversations of an app, last changed first: the log that the app's makers read. */
    async search(appId: string, filter: ConversationFilter = {}): Promise<Page<Conversation>> {
      const bounds = pageBounds(filter);
      let matching = slowQuery
        .selectFrom('conversations')
        .where('app_id', '=', appId)
        .where('deleted_at', 'is', null);
      const { keyword, endUserId, from, until } = filter;
      if (endUserId) matching = matching.where('end_user_id', '=', endUserId);
      if (from !== undefined) matching = matching.where('updated_at', '>=', from);
      if (until !== undefined) matching = matching.where('updated_at', '<', until);
      if (keyword) {
        const pattern = containsPattern(keyword);
        matching = matching.where(
          sql<boolean>`(lower(name) like ${pattern} escape '\\' or exists (
            select 1 from messages where messages.conversation_id = conversations.id
            and (lower(messages.query) like ${pattern} escape '\\'
              or lower(messages.answer) like ${pattern} escape '\\')))`,
        );
      }
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
      return pageOf(rows.map(conversationsTable.fromRow), count.total, bounds);
    },

    /** `turns` is added to the count of turns. */
    async update(
      id: string,
      patch: Partial<
        Pick<Conversation, 'name' | 'status' | 'pinned' | 'inputs' | 'versionId' | 'introduction'>
      > & { readonly turns?: number },
    ): Promise<void> {
      const { turns = 0, ...rest } = patch;
      const set = conversationsTable.toPatch({ ...rest, updatedAt: clock.now() });
      await database.write(
        [
          query
            .updateTable('conversations')
            .set({ ...set, dialogue_count: sql<number>`dialogue_count + ${turns}` })
            .where('id', '=', id)
            .where('deleted_at', 'is', null),
        ],
        { check: mustChange('The conversation'), order: id },
      );
    },

    /** Hides it from its owner and from lists; a `retention.sweep` ends it for good. */
    async remove(id: string): Promise<void> {
      await database.write(
        [
          query
            .updateTable('conversations')
            .set({ deleted_at: clock.now() })
            .where('id', '=', id)
            .where('deleted_at', 'is', null),
        ],
        { check: mustChange('The conversation') },
      );
    },
  };
}

export type ConversationVariables = ReturnType<typeof createConversationVariables>;

export function createConversationVariables({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    /** In the order they were made; `lastId` is the last one held. */
    async list(
      conversationId: string,
      options: {
        readonly lastId?: string | undefined;
        readonly limit?: number | undefined;
        readonly name?: string | undefined;
      } = {},
    ): Promise<Slice<ConversationVariable>> {
      const limit = sliceLimit(options.limit);
      let matching = query
        .selectFrom('conversation_variables')
        .selectAll()
        .where('conversation_id', '=', conversationId);
      if (options.name) matching = matching.where('name', '=', options.name);
      if (options.lastId !== undefined) {
        const last = await matching.where('id', '=', options.lastId).executeTakeFirst();
        const { created_at, id } = found(last, 'The variable');
        matching = matching.where((where) =>
          where(where.refTuple('created_at', 'id'), '>', where.tuple(created_at, id)),
        );
      }
      const rows = await matching
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return sliceOf(rows.map(conversationVariablesTable.fromRow), limit);
    },

    /** All values by name, for the start of a run. */
    async values(conversationId: string): Promise<Values> {
      const rows = await query
        .selectFrom('conversation_variables')
        .select(['name', 'value'])
        .where('conversation_id', '=', conversationId)
        .execute();
      return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Value]));
    },

    /** Sets values by name; a name seen for the first time gets a row. */
    async put(
      conversationId: string,
      variables: readonly Pick<
        ConversationVariable,
        'name' | 'valueType' | 'value' | 'description'
      >[],
    ): Promise<void> {
      if (variables.length === 0) return;
      const now = clock.now();
      const statements = variables.map((variable) => {
        const record = {
          ...variable,
          conversationId,
          id: ids.uuid(),
          createdAt: now,
          updatedAt: now,
        };
        const row = conversationVariablesTable.toRow(record);
        return query
          .insertInto('conversation_variables')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['conversation_id', 'name'])
              .doUpdateSet({ value: row.value, value_type: row.value_type, updated_at: now }),
          );
      });
      await database.write(statements, { order: conversationId });
    },

    /** Returns the variable as it is now. */
    async update(conversationId: string, id: string, value: Value): Promise<ConversationVariable> {
      const set = conversationVariablesTable.toPatch({ value, updatedAt: clock.now() });
      const [result] = await database.write(
        [
          query
            .updateTable('conversation_variables')
            .set(set)
            .where('id', '=', id)
            .where('conversation_id', '=', conversationId)
            .returningAll(),
        ],
        { check: mustChange('The variable'), order: conversationId },
      );
      return conversationVariablesTable.fromRow(
        found(result?.rows[0], 'The variable') as RowOf<typeof conversationVariablesTable>,
      );
    },
  };
}

function isOwnedBy(
  row: { readonly end_user_id: string | null; readonly account_id: string | null },
  owner: Owner,
): boolean {
  return 'endUserId' in owner
    ? row.end_user_id === owner.endUserId
    : row.account_id === owner.accountId;
}
