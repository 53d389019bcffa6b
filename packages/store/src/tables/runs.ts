import type { AppMode, RunEvent, RunStatus, Values } from '@outpost/contracts';
import {
  defineTable,
  integer,
  json,
  optional,
  real,
  text,
  time,
  type RecordOf,
  oneOf,
} from '../database/table.ts';
import type { Source } from './chat.ts';

/** The head of a run's log: what lists, filters and statistics need without reading events. */
export const runsTable = defineTable('runs', {
  id: text(),
  workspaceId: text(),
  appId: text(),
  /** Null for a run of the draft. */
  versionId: optional(text()),
  mode: oneOf<AppMode>(),
  source: oneOf<Source>(),
  triggeredFrom: text(),
  /** The stop handle that clients hold. */
  taskId: text(),
  endUserId: optional(text()),
  accountId: optional(text()),
  conversationId: optional(text()),
  messageId: optional(text()),
  status: oneOf<RunStatus>(),
  inputs: json<Values>(),
  outputs: json<Values | null>(),
  error: optional(text()),
  totalTokens: integer(),
  totalSteps: integer(),
  /** Exact decimals. */
  totalPrice: text(),
  currency: text(),
  exceptions: integer(),
  elapsedMs: real(),
  /** The process that works on it. */
  ownerId: text(),
  createdAt: time(),
  finishedAt: optional(time()),
});

/** One row for each appended batch. */
export const runEventsTable = defineTable('run_events', {
  runId: text(),
  firstSeq: integer(),
  lastSeq: integer(),
  events: json<readonly RunEvent[]>(),
});

/** The processes at work on this database; one that stops its heartbeat loses its runs and jobs. */
export const processesTable = defineTable('processes', {
  id: text(),
  pid: integer(),
  host: text(),
  startedAt: time(),
  heartbeatAt: time(),
});

export const jobsTable = defineTable('jobs', {
  id: text(),
  queue: text(),
  data: json<unknown>(),
  status: oneOf<'waiting' | 'active' | 'done' | 'failed'>(),
  runAt: time(),
  /** How often it was handed out. */
  attempt: integer(),
  attemptsMax: integer(),
  ownerId: optional(text()),
  error: optional(text()),
  createdAt: time(),
  finishedAt: optional(time()),
});

export type Run = RecordOf<typeof runsTable>;
export type Job = RecordOf<typeof jobsTable>;
