/** The console's routes about what an app did: runs, conversations, feedback, annotations, usage. */
import { z } from 'zod';
import type { RouteSpec } from './route.ts';
import * as shape from './schemas.ts';

const anyObject = z.record(z.string(), z.unknown());
const timeRange = {
  /** Epoch milliseconds, included. */
  from: z.coerce.number().optional(),
  /** Epoch milliseconds, not included. */
  until: z.coerce.number().optional(),
};
/** Words, all of which must be found. */
const text = z.string().trim().max(200).optional();

const endUser = z.object({
  id: z.string(),
  /** As the caller of the API named it. */
  sessionId: z.string(),
  type: z.string(),
});
const person = z.object({ id: z.string(), name: z.string() });
/** Whoever it was: an end user, or a member of the workspace. */
const who = { endUser: endUser.nullable(), account: person.nullable() };

const conversation = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  ...who,
  status: z.string(),
  /** Turns so far. */
  messages: z.int(),
  likes: z.int(),
  dislikes: z.int(),
  annotations: z.int(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

const annotation = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  hitCount: z.int(),
  messageId: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

const feedback = z.object({
  /** The reader’s opinion or the makers’. */
  from: z.enum(['user', 'admin']),
  rating: z.enum(['like', 'dislike']),
  content: z.string().nullable(),
  at: z.number(),
});

const message = z.object({
  id: z.string(),
  conversationId: z.string().nullable(),
  runId: z.string().nullable(),
  source: z.string(),
  ...who,
  inputs: anyObject,
  query: z.string(),
  answer: z.string(),
  status: z.string(),
  error: z.string().nullable(),
  files: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      belongsTo: z.enum(['user', 'assistant']),
      name: z.string().nullable(),
      size: z.int(),
      mimeType: z.string().nullable(),
      /** Of `readFile`; null when it lies elsewhere, at `url`. */
      fileId: z.string().nullable(),
      url: z.string().nullable(),
    }),
  ),
  promptTokens: z.int(),
  answerTokens: z.int(),
  totalPrice: z.string(),
  currency: z.string(),
  latencyMs: z.number(),
  citations: z.array(anyObject),
  feedback: z.array(feedback),
  /** The annotation made of this message. */
  annotation: annotation.nullable(),
  createdAt: z.number(),
});

const annotationContent = {
  question: z.string().trim().min(1).max(10_000),
  answer: z.string().trim().min(1).max(100_000),
};
const annotationSettings = z.object({
  enabled: z.boolean(),
  scoreThreshold: z.number().min(0).max(1),
  model: z.object({ provider: z.string().max(200), name: z.string().max(300) }).nullable(),
});

const usageFigures = {
  runs: z.int(),
  failedRuns: z.int(),
  totalTokens: z.int(),
  /** A sum for charts, by currency. */
  price: z.record(z.string(), z.number()),
};
const usageQuery = z.object({
  from: z.coerce.number(),
  until: z.coerce.number(),
  /** Minutes to add to UTC for the days’ midnight, e.g. 480 for China. */
  zoneMinutes: z.coerce.number().int().min(-900).max(900).default(0),
});
const usage = z.object({
  total: z.object(usageFigures),
  /** Days with runs, oldest first. */
  days: z.array(
    z.object({
      dayStart: z.number(),
      endUsers: z.int(),
      elapsedMsMean: z.number(),
      ...usageFigures,
    }),
  ),
  /** Model calls by model and day, most tokens first. */
  models: z.array(
    z.object({
      provider: z.string(),
      name: z.string(),
      calls: z.int(),
      promptTokens: z.int(),
      completionTokens: z.int(),
      totalTokens: z.int(),
      price: z.record(z.string(), z.number()),
      days: z.array(z.object({ dayStart: z.number(), totalTokens: z.int(), calls: z.int() })),
    }),
  ),
});

export const logsRoutes = {
  listRuns: {
    method: 'GET',
    path: '/apps/{appId}/runs',
    permission: 'logs.read',
    summary: { en: 'Runs, newest first', zh: '运行记录' },
    query: shape.pageQuery.extend({
      /** Looked for in inputs, outputs and errors, in Chinese too. */
      text,
      /** One or several, with commas between. */
      status: z.string().max(200).optional(),
      source: z.string().max(200).optional(),
      endUserId: z.string().max(80).optional(),
      accountId: z.string().max(80).optional(),
      conversationId: z.string().max(80).optional(),
      versionId: z.string().max(80).optional(),
      ...timeRange,
    }),
    response: shape.page(
      shape.runSummary.extend({
        ...who,
        versionId: z.string().nullable(),
        triggeredFrom: z.string(),
      }),
    ),
  },

  listConversations: {
    method: 'GET',
    path: '/apps/{appId}/conversations',
    permission: 'logs.read',
    summary: { en: 'Conversations, last changed first', zh: '会话记录' },
    query: shape.pageQuery.extend({
      text,
      endUserId: z.string().max(80).optional(),
      source: z.string().max(200).optional(),
      /** Those with such an opinion on a message. */
      rating: z.enum(['like', 'dislike']).optional(),
      annotated: z.stringbool().optional(),
      ...timeRange,
    }),
    response: shape.page(conversation),
  },
  readConversation: {
    method: 'GET',
    path: '/apps/{appId}/conversations/{conversationId}',
    permission: 'logs.read',
    summary: { en: 'One conversation', zh: '会话详情' },
    response: conversation.extend({
      inputs: anyObject,
      introduction: z.string(),
      variables: z.array(z.object({ name: z.string(), valueType: z.string(), value: z.unknown() })),
    }),
  },
  listMessages: {
    method: 'GET',
    path: '/apps/{appId}/messages',
    permission: 'logs.read',
    summary: {
      en: 'Messages of a conversation, or of a text generator, in the order they were written: the newest ones before `before`',
      zh: '消息记录',
    },
    query: z.object({
      /** Absent: messages that belong to no conversation. */
      conversationId: z.string().max(80).optional(),
      /** The id of the first one held. */
      before: z.string().max(80).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    response: z.object({ data: z.array(message), hasMore: z.boolean() }),
  },
  rateMessage: {
    method: 'POST',
    path: '/apps/{appId}/messages/{messageId}/feedback',
    permission: 'apps.edit',
    summary: {
      en: 'Like or dislike an answer as a maker; null takes it back',
      zh: '标注点赞或点踩',
    },
    body: z.strictObject({
      rating: z.enum(['like', 'dislike']).nullable(),
      content: z.string().max(4000).optional(),
    }),
    response: 'none',
  },

  listAnnotations: {
    method: 'GET',
    path: '/apps/{appId}/annotations',
    permission: 'logs.read',
    summary: { en: 'Annotations, newest first', zh: '标注列表' },
    query: shape.pageQuery.extend({ keyword: z.string().max(200).optional() }),
    response: shape.page(annotation),
  },
  createAnnotation: {
    method: 'POST',
    path: '/apps/{appId}/annotations',
    permission: 'apps.edit',
    summary: { en: 'Write down the answer to a question', zh: '新增标注' },
    body: z.strictObject({ ...annotationContent, messageId: z.string().max(80).optional() }),
    response: annotation,
  },
  updateAnnotation: {
    method: 'PATCH',
    path: '/apps/{appId}/annotations/{annotationId}',
    permission: 'apps.edit',
    summary: { en: 'Change an annotation', zh: '修改标注' },
    body: z.strictObject(annotationContent).partial(),
    response: annotation,
  },
  deleteAnnotation: {
    method: 'DELETE',
    path: '/apps/{appId}/annotations/{annotationId}',
    permission: 'apps.edit',
    summary: { en: 'Delete an annotation', zh: '删除标注' },
    response: 'none',
  },
  importAnnotations: {
    method: 'POST',
    path: '/apps/{appId}/annotations/import',
    permission: 'apps.edit',
    summary: {
      en: 'Add annotations from a CSV file with the columns question and answer',
      zh: '从 CSV 导入标注（列：question、answer）',
    },
    upload: true,
    response: z.object({
      imported: z.int(),
      /** Lines that were left out; numbered from 1, the heading included. */
      skipped: z.array(z.object({ line: z.int(), reason: z.string() })),
    }),
  },
  exportAnnotations: {
    method: 'GET',
    path: '/apps/{appId}/annotations/export',
    permission: 'logs.read',
    summary: { en: 'All annotations as CSV', zh: '导出标注为 CSV' },
    response: 'bytes',
  },
  readAnnotationSettings: {
    method: 'GET',
    path: '/apps/{appId}/annotations/settings',
    permission: 'logs.read',
    summary: { en: 'Whether annotations answer', zh: '标注回复设置' },
    response: annotationSettings,
  },
  saveAnnotationSettings: {
    method: 'PUT',
    path: '/apps/{appId}/annotations/settings',
    permission: 'apps.edit',
    summary: {
      en: 'Switch replies from annotations; switching on tries the model on all of them first',
      zh: '开启或关闭标注回复',
    },
    body: annotationSettings,
    response: annotationSettings,
  },

  readAppUsage: {
    method: 'GET',
    path: '/apps/{appId}/usage',
    permission: 'logs.read',
    summary: { en: 'Runs, tokens and price of an app by day and model', zh: '应用用量统计' },
    query: usageQuery,
    response: usage,
  },
  readUsage: {
    method: 'GET',
    path: '/usage',
    permission: 'logs.read',
    summary: {
      en: 'Runs, tokens and price of the workspace by day, model and app',
      zh: '工作区用量统计',
    },
    query: usageQuery,
    response: usage.extend({
      /** Most tokens first; apps in the bin included. */
      apps: z.array(z.object({ appId: z.string(), name: z.string(), ...usageFigures })),
    }),
  },
} as const satisfies Record<string, RouteSpec>;
