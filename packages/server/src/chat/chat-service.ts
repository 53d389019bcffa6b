/**
 * Conversations: a turn is a message and a run. This begins turns for every door and keeps what a
 * conversation keeps of them: the streamed answer, usage, files and citations.
 */
import {
  AppError,
  isChatMode,
  noUsage,
  usageRecord,
  type Clock,
  type ConversationHistory,
  type FileValue,
  type HistoryTurn,
  type RunEnd,
  type RunEvent,
  type Values,
} from '@outpost/contracts';
import {
  noParent,
  type Annotation,
  type Conversation,
  type Message,
  type NewRun,
  type Source,
  type Store,
} from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import type { LiveRun } from '../runs/live-run.ts';
import type { RunRequest, RunService } from '../runs/run-service.ts';
import type { AnnotationReplies } from './annotation-replies.ts';
import type { StoredHistory } from './history.ts';
import { nameFrom, newConversationName } from './conversation-name.ts';
import { moderationOf } from './moderation.ts';
import { replyOf } from './reply.ts';

export interface Asker {
  readonly endUserId: string | null;
  readonly accountId: string | null;
  /** What `sys.user_id` is. */
  readonly userId: string;
}

export interface TurnRequest {
  readonly runnable: Runnable;
  readonly asker: Asker;
  readonly source: Source;
  /** `app-run` when absent. */
  readonly triggeredFrom?: string;
  readonly query: string;
  /** As the caller gave them; files are values already. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly files: readonly FileValue[];
  /** Null begins a conversation. */
  readonly conversationId: string | null;
  /** The message that this turn follows, `noParent` for none; the newest one when absent. */
  readonly parentMessageId?: string;
  /** Whether a new conversation is named after its first question; so it is when absent. */
  readonly autoName?: boolean;
  /** Earlier turns as the caller tells them, oldest first; the turn then belongs to no stored conversation. */
  readonly history?: readonly HistoryTurn[];
  /** Steps that are not run, of a run of the draft. */
  readonly kept?: RunRequest['kept'];
}

export interface Turn {
  readonly live: LiveRun;
  readonly message: Pick<Message, 'id' | 'createdAt'>;
  /** Null for text generators. */
  readonly conversation: Pick<Conversation, 'id'> | null;
}

/** The conversation of a turn: one that is there, or one to be written when the turn has begun. */
interface Place extends Pick<Conversation, 'id' | 'inputs' | 'dialogueCount'> {
  readonly isNew: boolean;
  store(): Promise<unknown>;
}

/** A turn whose answer was ready before any run. */
export interface AnsweredTurn extends Omit<Turn, 'live'> {
  readonly answer: string;
  /** Where the answer stood; null when a forbidden word was asked. */
  readonly annotation: Annotation | null;
}

export interface ChatServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly annotationReplies: Pick<AnnotationReplies, 'find'>;
  /** The turns that lead to a message. */
  readonly thread: StoredHistory['thread'];
  readonly report: (error: unknown, what: string) => void;
}

export type ChatService = ReturnType<typeof createChatService>;

export function createChatService(options: ChatServiceOptions) {
  const { store, clock, annotationReplies, thread, report } = options;
  const ownerOf = ({ endUserId, accountId }: Asker) =>
    endUserId === null ? { accountId: accountId ?? '' } : { endUserId };

  async function placeOf(request: TurnRequest): Promise<Place> {
    const { runnable, asker, conversationId, source } = request;
    const { app, document } = runnable;
    if (conversationId !== null) {
      const found = await store.conversations.get(app.id, conversationId, ownerOf(asker));
      if (!found)
        throw new AppError('not_found', {
          details: { thing: `The conversation ${conversationId}` },
        });
      if (found.status === 'completed') throw new AppError('conversation_completed');
      return { ...found, isNew: false, store: () => Promise.resolve() };
    }
    const id = crypto.randomUUID();
    const inputs = runnable.readInputs(request.inputs);
    const conversation = {
      id,
      workspaceId: app.workspaceId,
      appId: app.id,
      versionId: runnable.versionId,
      source,
      endUserId: asker.endUserId,
      accountId: asker.accountId,
      name: request.autoName === false ? newConversationName : nameFrom(request.query),
      introduction: textOf(
        document.features['opening_statement'] ?? document.classic?.['opening_statement'],
      ),
      inputs,
    };
    const variables = document.conversationVariables.map(
      ({ name, valueType, value, description }) => ({ name, valueType, value, description }),
    );
    return {
      id,
      inputs,
      dialogueCount: 0,
      isNew: true,
      async store() {
        await store.conversations.create(conversation);
        await store.conversationVariables.put(id, variables);
      },
    };
  }

  /** The message that a turn follows, as it is stored; throws `not_found` for one of elsewhere. */
  async function parentOf(
    { runnable, parentMessageId }: TurnRequest,
    conversation: Place | null,
  ): Promise<string | null> {
    if (parentMessageId === undefined || parentMessageId === noParent)
      return parentMessageId ?? null;
    const parent = await store.messages.get(runnable.app.id, parentMessageId);
    if (!parent || !conversation || parent.conversationId !== conversation.id)
      throw new AppError('not_found', { details: { thing: `The message ${parentMessageId}` } });
    return parent.id;
  }

  return {
    /** Begins a turn; throws before anything is shown when the inputs or the conversation are wrong. */
    async startTurn(request: TurnRequest, runs: RunService): Promise<Turn> {
      const { runnable, asker, query, files, source } = request;
      const { app } = runnable;
      const keepsInputs = app.mode === 'chat' || app.mode === 'agent-chat';
      const { history } = request;
      const isStored = isChatMode(app.mode) && history === undefined;
      const conversation = isStored ? await placeOf(request) : null;
      const parentMessageId = await parentOf(request, conversation);
      const inputs =
        conversation && !conversation.isNew && keepsInputs
          ? conversation.inputs
          : runnable.readInputs(request.inputs);
      const variables = isChatMode(app.mode)
        ? await variablesOf(store, runnable, conversation)
        : {};
      const messageId = crypto.randomUUID();
      const { promise: storedFirst, resolve, reject } = Promise.withResolvers<unknown>();
      storedFirst.catch((error: unknown) =>
        report(error, `The message ${messageId} could not be stored`),
      );
      const live = runs.start({
        storedFirst,
        runnable,
        userId: asker.userId,
        inputs,
        ...(history === undefined
          ? parentMessageId === null
            ? {}
            : { history: thread(parentMessageId) }
          : { history: historyOf(history) }),
        conversation: variables,
        kept: request.kept,
        system: {
          query,
          files,
          ...(conversation
            ? { conversation_id: conversation.id, dialogue_count: conversation.dialogueCount }
            : {}),
          ...(history === undefined
            ? {}
            : { conversation_id: crypto.randomUUID(), dialogue_count: history.length }),
        },
        run: {
          source,
          triggeredFrom: request.triggeredFrom ?? 'app-run',
          endUserId: asker.endUserId,
          accountId: asker.accountId,
          conversationId: conversation?.id ?? null,
          messageId,
        },
      });
      const message = store.messages.create({
        id: messageId,
        workspaceId: app.workspaceId,
        appId: app.id,
        conversationId: conversation?.id ?? null,
        parentMessageId,
        runId: live.runId,
        source,
        endUserId: asker.endUserId,
        accountId: asker.accountId,
        inputs,
        query,
        files: files.map((file) => ({ ...messageFile(file), belongsTo: 'user' as const })),
      });
      // Queued, not awaited: the model need not wait for the disk.
      Promise.all([conversation?.store(), message]).then(resolve, reject);
      const createdAt = live.events[0]?.at ?? clock.now();
      return { live, message: { id: messageId, createdAt }, conversation };
    },

    /**
     * Answers without a run where a forbidden word or an annotation says how; null when a run is
     * needed. Throws as `startTurn` does.
     */
    async answerAtOnce(request: TurnRequest): Promise<AnsweredTurn | null> {
      const { runnable, asker, query, source } = request;
      const { app, document } = runnable;
      const refusal = moderationOf(document).checkQuestion(query, request.inputs);
      const annotation =
        refusal === null && query !== '' ? await annotationReplies.find(app, query) : null;
      const answer = refusal ?? annotation?.answer;
      if (answer === undefined) return null;
      const isStored = isChatMode(app.mode) && request.history === undefined;
      const conversation = isStored ? await placeOf(request) : null;
      const parentMessageId = await parentOf(request, conversation);
      await conversation?.store();
      const message = await store.messages.create({
        workspaceId: app.workspaceId,
        appId: app.id,
        conversationId: conversation?.id ?? null,
        parentMessageId,
        runId: null,
        source,
        endUserId: asker.endUserId,
        accountId: asker.accountId,
        inputs: runnable.readInputs(request.inputs),
        query,
        files: request.files.map((file) => ({ ...messageFile(file), belongsTo: 'user' as const })),
      });
      const writes = [
        store.messages.update(message.id, {
          answer,
          status: 'normal',
          metadata: {
            usage: usageRecord(noUsage),
            retriever_resources: [],
            ...(annotation ? { annotation_reply: { id: annotation.id } } : {}),
          },
        }),
      ];
      if (conversation) writes.push(store.conversations.update(conversation.id, { turns: 1 }));
      await Promise.all(writes);
      return { message, conversation, answer, annotation };
    },

    /** Keeps the reply of a run that belongs to a message. */
    async settle(run: NewRun, events: readonly RunEvent[], end: RunEnd): Promise<void> {
      if (run.messageId === null) return;
      const { answer, files, citations, usage } = replyOf(events, end);
      const writes: Promise<unknown>[] = [
        store.messages.update(run.messageId, {
          answer,
          status:
            end.status === 'failed' ? 'error' : end.status === 'stopped' ? 'stopped' : 'normal',
          error: end.error?.message ?? null,
          promptTokens: usage.promptTokens,
          answerTokens: usage.completionTokens,
          totalPrice: usage.totalPrice,
          currency: usage.currency,
          latencyMs: end.elapsedMs,
          metadata: { usage: usageRecord(usage), retriever_resources: citations },
          files: files.map((file) => ({ ...messageFile(file), belongsTo: 'assistant' as const })),
        }),
      ];
      if (run.conversationId !== null)
        writes.push(
          // Its owner may have deleted it meanwhile; the message stays for the logs.
          store.conversations.update(run.conversationId, { turns: 1 }).catch((error: unknown) => {
            if (!(error instanceof AppError && error.code === 'not_found'))
              report(error, `Conversation ${run.conversationId} could not be updated`);
          }),
        );
      await Promise.all(writes);
    },
  };
}

/** Stored values over the document's own: variables added since the conversation began have their default. */
async function variablesOf(
  store: Store,
  { document }: Runnable,
  conversation: Place | null,
): Promise<Values> {
  if (document.conversationVariables.length === 0) return {};
  const stored: Values =
    conversation === null || conversation.isNew
      ? {}
      : await store.conversationVariables.values(conversation.id);
  return Object.fromEntries(
    document.conversationVariables.map(({ name, value }) => [name, stored[name] ?? value]),
  );
}

/** The caller's own words in place of what is stored. */
function historyOf(turns: readonly HistoryTurn[]): ConversationHistory {
  return {
    turns: (_conversationId, turnsMax) =>
      Promise.resolve(turnsMax > 0 ? turns.slice(-turnsMax) : []),
  };
}

function messageFile(file: FileValue) {
  return {
    type: file.type,
    transferMethod: file.transfer_method,
    url: file.remote_url,
    uploadId: file.related_id,
    filename: file.filename,
    mimeType: file.mime_type,
    sizeBytes: file.size,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
