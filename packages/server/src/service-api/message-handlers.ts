import { AppError, type AppMode } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import type { Feedback, Message, MessageFile } from '@outpost/store';
import type { Services } from '../services.ts';
import { jsonAnswer, wholeAddresses } from './file-addresses.ts';
import { seconds } from './frame-shape.ts';
import { invalid, optionalText, queryNumber, queryUuid } from './request-fields.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'listMessages' | 'suggestQuestions' | 'giveFeedback' | 'listFeedbacks';

export function messageHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { config, store, runnables, files, chatTexts } = services;

  async function ownMessage({ app, endUser, params }: ServiceCall): Promise<Message> {
    const id = params['messageId'] ?? '';
    const message = await store.messages.get(app.id, id);
    if (!message || message.endUserId !== endUser.id)
      throw new AppError('not_found', { details: { thing: `The message ${id}` } });
    return message;
  }

  /** A signed address for uploads, the given one for the rest. */
  async function urlsOf(attached: readonly MessageFile[]): Promise<ReadonlyMap<string, string>> {
    const ids = attached.flatMap(({ uploadId }) => uploadId ?? []);
    const uploads = await store.uploads.getMany([...new Set(ids)]);
    return new Map(
      uploads.map((upload) => [upload.id, files.valueOf(upload, 'local_file').url ?? '']),
    );
  }

  return {
    async listMessages(call) {
      const { app, endUser, query } = call;
      const limit = queryNumber(query, 'limit', { least: 1, most: 100, fallback: 20 });
      const conversationId = queryUuid(query, 'conversation_id');
      if (conversationId === undefined) throw invalid('conversation_id', 'it is required');
      const owner = { endUserId: endUser.id };
      if (!(await store.conversations.get(app.id, conversationId, owner)))
        throw new AppError('not_found', {
          details: { thing: `The conversation ${conversationId}` },
        });
      const slice = await store.messages.list(conversationId, {
        firstId: queryUuid(query, 'first_id'),
        limit,
      });
      const ids = slice.items.map(({ id }) => id);
      const [attached, feedbacks] = await Promise.all([
        store.messages.filesOf(ids),
        store.feedbacks.ofMessages(ids),
      ]);
      const urls = await urlsOf(attached);
      const data = slice.items.map((message) => ({
        ...messageFields(message, app.mode),
        message_files: attached
          .filter(({ messageId }) => messageId === message.id)
          .map((file) => fileFields(file, urls)),
        feedback: ratingOf(feedbacks, message.id),
      }));
      const page = { limit: slice.limit, has_more: slice.hasMore, data };
      return jsonAnswer(page, wholeAddresses(call, config.basePath));
    },

    async suggestQuestions(call) {
      const message = await ownMessage(call);
      const runnable = await runnables.published(call.app);
      if (!featuresOf(runnable.document).suggested_questions_after_answer.enabled)
        throw new AppError('suggested_questions_disabled', { details: { app: call.app.name } });
      const data = message.suggestedQuestions ?? (await chatTexts.nextQuestions(runnable, message));
      return Response.json({ result: 'success', data });
    },

    async giveFeedback(call) {
      const message = await ownMessage(call);
      const rating = call.body['rating'] ?? null;
      if (rating !== null && rating !== 'like' && rating !== 'dislike')
        throw invalid('rating', 'it must be “like”, “dislike” or null');
      await store.feedbacks.set({
        appId: call.app.id,
        conversationId: message.conversationId,
        messageId: message.id,
        fromSource: 'user',
        endUserId: call.endUser.id,
        accountId: null,
        content: optionalText(call.body, 'content') ?? null,
        rating,
      });
      return Response.json({ result: 'success' });
    },

    async listFeedbacks({ app, query }) {
      const page = queryNumber(query, 'page', { least: 1, most: 99_999, fallback: 1 });
      const limit = queryNumber(query, 'limit', { least: 1, most: 101, fallback: 20 });
      const feedbacks = await store.feedbacks.ofApp(app.id, { page, limit });
      return Response.json({ data: feedbacks.map(feedbackFields) });
    },
  };
}

function messageFields(message: Message, mode: AppMode) {
  const created_at = seconds(message.createdAt);
  const citations = message.metadata['retriever_resources'];
  return {
    id: message.id,
    conversation_id: message.conversationId,
    parent_message_id: message.parentMessageId,
    inputs: message.inputs,
    query: message.query,
    answer: message.answer,
    status: message.status === 'error' || message.status === 'paused' ? message.status : 'normal',
    error: message.error,
    retriever_resources: (Array.isArray(citations) ? (citations as object[]) : []).map(
      (citation) => ({ ...citation, message_id: message.id, created_at }),
    ),
    agent_thoughts: mode === 'agent-chat' ? thoughtsOf(message) : [],
    created_at,
    extra_contents: [],
    message_tokens: message.promptTokens,
    answer_tokens: message.answerTokens,
    total_tokens: message.promptTokens + message.answerTokens,
    provider_response_latency: message.latencyMs / 1000,
    total_price: message.totalPrice,
    currency: message.currency,
  };
}

/** What an agent noted of its steps; one without tools has thought once, as its stream said. */
function thoughtsOf(message: Message) {
  if (message.agentThoughts.length > 0 || message.runId === null) return message.agentThoughts;
  return [
    {
      id: message.runId,
      chain_id: null,
      message_id: message.id,
      position: 1,
      thought: message.answer,
      tool: '',
      tool_labels: {},
      tool_input: '',
      observation: '',
      files: [],
      created_at: seconds(message.createdAt),
    },
  ];
}

function fileFields(file: MessageFile, urls: ReadonlyMap<string, string>) {
  return {
    id: file.id,
    filename: file.filename,
    type: file.type,
    url: (file.uploadId === null ? undefined : urls.get(file.uploadId)) ?? file.url,
    mime_type: file.mimeType,
    size: file.sizeBytes,
    transfer_method: file.transferMethod,
    belongs_to: file.belongsTo,
    upload_file_id: file.uploadId,
  };
}

function ratingOf(feedbacks: readonly Feedback[], messageId: string) {
  const found = feedbacks.find(
    (feedback) => feedback.messageId === messageId && feedback.fromSource === 'user',
  );
  return found ? { rating: found.rating } : null;
}

function feedbackFields(feedback: Feedback) {
  return {
    id: feedback.id,
    app_id: feedback.appId,
    conversation_id: feedback.conversationId,
    message_id: feedback.messageId,
    rating: feedback.rating,
    content: feedback.content,
    from_source: feedback.fromSource,
    from_end_user_id: feedback.endUserId,
    from_account_id: feedback.accountId,
    created_at: new Date(feedback.createdAt).toISOString(),
    updated_at: new Date(feedback.updatedAt).toISOString(),
  };
}
