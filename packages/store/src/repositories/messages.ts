import type { HistoryTurn } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement, type Statement } from '../database/database.ts';
import {
  found,
  mustChange,
  sliceLimit,
  sliceOf,
  type PageRequest,
  pageBounds,
  type Slice,
} from '../database/results.ts';
import {
  feedbacksTable,
  messageFilesTable,
  messagesTable,
  type Feedback,
  type Message,
  type MessageFile,
} from '../tables/chat.ts';

export type NewMessage = Pick<
  Message,
  | 'workspaceId'
  | 'appId'
  | 'conversationId'
  | 'parentMessageId'
  | 'runId'
  | 'source'
  | 'endUserId'
  | 'accountId'
  | 'inputs'
  | 'query'
> & { readonly id?: string; readonly files?: readonly NewMessageFile[] };

export type NewMessageFile = Omit<MessageFile, 'id' | 'messageId' | 'createdAt'>;

export type MessagePatch = Partial<
  Pick<
    Message,
    | 'answer'
    | 'status'
    | 'error'
    | 'promptTokens'
    | 'answerTokens'
    | 'totalPrice'
    | 'currency'
    | 'latencyMs'
    | 'metadata'
    | 'agentThoughts'
    | 'suggestedQuestions'
    | 'runId'
    | 'savedAt'
  >
> & { readonly files?: readonly NewMessageFile[] };

export type Messages = ReturnType<typeof createMessages>;

export function createMessages({ database, clock, ids }: StoreContext) {
  const { query } = database;

  const fileStatements = (messageId: string, files: readonly NewMessageFile[]): Statement[] =>
    files.map((file) => {
      const record = { ...file, id: ids.uuid(), messageId, createdAt: clock.now() };
      return insertStatement(database, messageFilesTable, record);
    });

  return {
    /** A message whose answer is still to come. */
    async create({ files = [], ...message }: NewMessage): Promise<Message> {
      const now = clock.now();
      const record: Message = {
        ...message,
        id: message.id ?? ids.uuid(),
        answer: '',
        status: 'running',
        error: null,
        promptTokens: 0,
        answerTokens: 0,
        totalPrice: '0',
        currency: 'USD',
        latencyMs: 0,
        metadata: {},
        agentThoughts: [],
        suggestedQuestions: null,
        createdAt: now,
        updatedAt: now,
        savedAt: null,
      };
      await database.write(
        [insertStatement(database, messagesTable, record), ...fileStatements(record.id, files)],
        { order: record.id, thing: 'The message' },
      );
      return record;
    },

    /** Changes what is given; files are added to those that are there. */
    async update(id: string, { files = [], ...patch }: MessagePatch): Promise<void> {
      const set = messagesTable.toPatch({ ...patch, updatedAt: clock.now() });
      await database.write(
        [query.updateTable('messages').set(set).where('id', '=', id), ...fileStatements(id, files)],
        { check: mustChange('The message'), order: id },
      );
    },

    async get(appId: string, id: string): Promise<Message | null> {
      const row = await query
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', id)
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? messagesTable.fromRow(row) : null;
    },

    /** The newest ones before `firstId` (the first one held), in the order they were written. */
    async list(
      conversationId: string,
      options: { readonly firstId?: string | undefined; readonly limit?: number | undefined } = {},
    ): Promise<Slice<Message>> {
      const limit = sliceLimit(options.limit);
      let matching = query
        .selectFrom('messages')
        .selectAll()
        .where('conversation_id', '=', conversationId);
      if (options.firstId !== undefined) {
        const first = await matching.where('id', '=', options.firstId).executeTakeFirst();
        const { created_at, id } = found(first, 'The message');
        matching = matching.where((where) =>
          where(where.refTuple('created_at', 'id'), '<', where.tuple(created_at, id)),
        );
      }
      const rows = await matching
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const slice = sliceOf(rows.map(messagesTable.fromRow), limit);
      return { ...slice, items: slice.items.toReversed() };
    },

    /** What a model is told of earlier turns: those with an answer, written before a time if given, oldest first. */
    async turns(
      conversationId: string,
      turnsMax: number,
      before?: number,
    ): Promise<readonly (Omit<HistoryTurn, 'files'> & { readonly messageId: string })[]> {
      let matching = query
        .selectFrom('messages')
        .select(['id', 'query', 'answer'])
        .where('conversation_id', '=', conversationId)
        .where('answer', '<>', '')
        .where('status', 'in', ['normal', 'stopped']);
      if (before !== undefined) matching = matching.where('created_at', '<', before);
      const rows = await matching
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(Math.min(turnsMax, turnsLimit))
        .execute();
      return rows
        .map((row) => ({ messageId: row.id, query: row.query, answer: row.answer }))
        .toReversed();
    },

    /**
     * The same, along one thread: from the message `leafId` back through those it followed. A message
     * that does not say what it followed came after the one written before it; `noParent` says that
     * it began the conversation.
     */
    async thread(
      conversationId: string,
      leafId: string,
      turnsMax: number,
    ): Promise<readonly (Omit<HistoryTurn, 'files'> & { readonly messageId: string })[]> {
      const rows = await query
        .selectFrom('messages')
        .select(['id', 'parent_message_id', 'query', 'answer', 'status'])
        .where('conversation_id', '=', conversationId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(turnsLimit)
        .execute();
      const places = new Map(rows.map(({ id }, index) => [id, index]));
      const turns: (Omit<HistoryTurn, 'files'> & { readonly messageId: string })[] = [];
      let at = places.get(leafId);
      while (at !== undefined && turns.length < turnsMax) {
        const row = rows[at];
        if (!row) break;
        if (row.answer !== '' && (row.status === 'normal' || row.status === 'stopped'))
          turns.push({ messageId: row.id, query: row.query, answer: row.answer });
        const parent = row.parent_message_id;
        const next: number | undefined = parent === null ? at + 1 : places.get(parent);
        // Rows come newest first: a thread only ever leads to earlier ones.
        at = next !== undefined && next > at ? next : undefined;
      }
      return turns.toReversed();
    },

    /** What an end user keeps of an app, kept last first; `lastId` is the last one held. */
    async saved(
      appId: string,
      endUserId: string,
      options: { readonly lastId?: string | undefined; readonly limit?: number | undefined } = {},
    ): Promise<Slice<Message>> {
      const limit = sliceLimit(options.limit);
      let matching = query
        .selectFrom('messages')
        .selectAll()
        .where('end_user_id', '=', endUserId)
        .where('app_id', '=', appId)
        .where('saved_at', 'is not', null);
      if (options.lastId !== undefined) {
        const last = await matching.where('id', '=', options.lastId).executeTakeFirst();
        const { saved_at: savedAt, id } = found(last, 'The message');
        matching = matching.where((where) =>
          where(where.refTuple('saved_at', 'id'), '<', where.tuple(savedAt, id)),
        );
      }
      const rows = await matching
        .orderBy('saved_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return sliceOf(rows.map(messagesTable.fromRow), limit);
    },

    /** The files of several messages at once, in the order they were added. */
    async filesOf(messageIds: readonly string[]): Promise<readonly MessageFile[]> {
      if (messageIds.length === 0) return [];
      const rows = await query
        .selectFrom('message_files')
        .selectAll()
        .where('message_id', 'in', messageIds)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(messageFilesTable.fromRow);
    },
  };
}

const turnsLimit = 500;

/** Stands where a message would name the one it followed: it is the first of its thread. */
export const noParent = '00000000-0000-0000-0000-000000000000';

export type Feedbacks = ReturnType<typeof createFeedbacks>;

/** One opinion of the reader and one of the makers on each message. */
export function createFeedbacks({ database, clock, ids }: StoreContext) {
  const { query } = database;
  return {
    /** A null rating takes the opinion back. */
    async set(
      feedback: Pick<
        Feedback,
        | 'appId'
        | 'conversationId'
        | 'messageId'
        | 'fromSource'
        | 'endUserId'
        | 'accountId'
        | 'content'
      > & { readonly rating: Feedback['rating'] | null },
    ): Promise<void> {
      const { rating, ...rest } = feedback;
      if (rating === null) {
        await database.write([
          query
            .deleteFrom('feedbacks')
            .where('message_id', '=', feedback.messageId)
            .where('from_source', '=', feedback.fromSource),
        ]);
        return;
      }
      const now = clock.now();
      const row = feedbacksTable.toRow({
        ...rest,
        rating,
        id: ids.uuid(),
        createdAt: now,
        updatedAt: now,
      });
      const { id: _id, created_at: _createdAt, ...replaced } = row;
      await database.write([
        query
          .insertInto('feedbacks')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['message_id', 'from_source']).doUpdateSet(replaced),
          ),
      ]);
    },

    async ofMessages(messageIds: readonly string[]): Promise<readonly Feedback[]> {
      if (messageIds.length === 0) return [];
      const rows = await query
        .selectFrom('feedbacks')
        .selectAll()
        .where('message_id', 'in', messageIds)
        .execute();
      return rows.map(feedbacksTable.fromRow);
    },

    /** Newest first. */
    async ofApp(appId: string, request: PageRequest = {}): Promise<readonly Feedback[]> {
      const { limit, offset } = pageBounds(request);
      const rows = await query
        .selectFrom('feedbacks')
        .selectAll()
        .where('app_id', '=', appId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(feedbacksTable.fromRow);
    },
  };
}
