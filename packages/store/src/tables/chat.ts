import type { Value, Values } from '@outpost/contracts';
import {
  defineTable,
  flag,
  integer,
  json,
  optional,
  real,
  text,
  time,
  type RecordOf,
  oneOf,
} from '../database/table.ts';

/** Where a conversation, message or run was started. */
export type Source =
  | 'service-api'
  | 'web-app'
  | 'console'
  | 'debugger'
  | 'app'
  | 'schedule'
  | 'webhook';

export const endUsersTable = defineTable('end_users', {
  id: text(),
  workspaceId: text(),
  appId: text(),
  type: oneOf<'service-api' | 'web-app'>(),
  externalUserId: optional(text()),
  sessionId: text(),
  name: optional(text()),
  isAnonymous: flag(),
  createdAt: time(),
  updatedAt: time(),
});

export const conversationsTable = defineTable('conversations', {
  id: text(),
  workspaceId: text(),
  appId: text(),
  versionId: optional(text()),
  source: oneOf<Source>(),
  /** Exactly one of the two owners is set. */
  endUserId: optional(text()),
  accountId: optional(text()),
  name: text(),
  introduction: text(),
  inputs: json<Values>(),
  status: oneOf<'normal' | 'completed'>(),
  pinned: flag(),
  /** Turns so far. */
  dialogueCount: integer(),
  createdAt: time(),
  updatedAt: time(),
  deletedAt: optional(time()),
});

export const conversationVariablesTable = defineTable('conversation_variables', {
  id: text(),
  conversationId: text(),
  name: text(),
  valueType: text(),
  value: json<Value>(),
  description: text(),
  createdAt: time(),
  updatedAt: time(),
});

export const messagesTable = defineTable('messages', {
  id: text(),
  workspaceId: text(),
  appId: text(),
  /** Null for completion apps. */
  conversationId: optional(text()),
  parentMessageId: optional(text()),
  runId: optional(text()),
  source: oneOf<Source>(),
  endUserId: optional(text()),
  accountId: optional(text()),
  inputs: json<Values>(),
  query: text(),
  answer: text(),
  status: oneOf<'running' | 'normal' | 'error' | 'stopped' | 'paused'>(),
  error: optional(text()),
  promptTokens: integer(),
  answerTokens: integer(),
  /** Exact decimals. */
  totalPrice: text(),
  currency: text(),
  latencyMs: real(),
  /** `usage`, `retriever_resources`, `annotation_reply` and what else a reply carries. */
  metadata: json<Readonly<Record<string, unknown>>>(),
  agentThoughts: json<readonly Readonly<Record<string, unknown>>[]>(),
  /** Null until asked for. */
  suggestedQuestions: json<readonly string[] | null>(),
  createdAt: time(),
  updatedAt: time(),
  /** Set while its reader keeps it. */
  savedAt: optional(time()),
});

export const messageFilesTable = defineTable('message_files', {
  id: text(),
  messageId: text(),
  type: text(),
  transferMethod: text(),
  belongsTo: oneOf<'user' | 'assistant'>(),
  url: optional(text()),
  uploadId: optional(text()),
  filename: optional(text()),
  mimeType: optional(text()),
  sizeBytes: integer(),
  createdAt: time(),
});

export const feedbacksTable = defineTable('feedbacks', {
  id: text(),
  appId: text(),
  conversationId: optional(text()),
  messageId: text(),
  rating: oneOf<'like' | 'dislike'>(),
  content: optional(text()),
  fromSource: oneOf<'user' | 'admin'>(),
  endUserId: optional(text()),
  accountId: optional(text()),
  createdAt: time(),
  updatedAt: time(),
});

/** A file that somebody uploaded or a run made; its bytes lie in the `FileStore` under `storageKey`. */
export const uploadsTable = defineTable('uploads', {
  id: text(),
  workspaceId: text(),
  /** The app whose messages may show it; null until it is used. */
  appId: optional(text()),
  endUserId: optional(text()),
  accountId: optional(text()),
  name: text(),
  sizeBytes: integer(),
  /** Without its dot, in lower case. */
  extension: text(),
  mimeType: text(),
  sha256: text(),
  storageKey: text(),
  sourceUrl: optional(text()),
  used: flag(),
  createdAt: time(),
});

export type EndUser = RecordOf<typeof endUsersTable>;
export type Conversation = RecordOf<typeof conversationsTable>;
export type ConversationVariable = RecordOf<typeof conversationVariablesTable>;
export type Message = RecordOf<typeof messagesTable>;
export type MessageFile = RecordOf<typeof messageFilesTable>;
export type Feedback = RecordOf<typeof feedbacksTable>;
export type Upload = RecordOf<typeof uploadsTable>;
