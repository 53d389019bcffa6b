import type { AppDocument, Value, Values } from '@outpost/contracts';
import {
  defineTable,
  integer,
  json,
  optional,
  real,
  text,
  time,
  type RecordOf,
} from '../database/table.ts';

/** What a draft was before a later save. */
export const draftRevisionsTable = defineTable('draft_revisions', {
  appId: text(),
  revision: integer(),
  document: json<AppDocument>(),
  savedBy: text(),
  savedAt: time(),
});

/** What a node, the conversation or the system gave in an account's last run of the draft that had it. */
export const draftValuesTable = defineTable('draft_values', {
  appId: text(),
  accountId: text(),
  /** A node's id, `conversation` or `sys`. */
  scope: text(),
  runId: text(),
  /** Null for what is no step. */
  stepId: optional(text()),
  status: optional(text()),
  handle: optional(text()),
  error: optional(text()),
  outputs: json<Values>(),
  endedAt: time(),
  elapsedMs: optional(real()),
});

/** A last value that was set by hand. */
export const draftEditsTable = defineTable('draft_edits', {
  appId: text(),
  accountId: text(),
  scope: text(),
  name: text(),
  value: json<Value>(),
  editedAt: time(),
});

export type DraftRevision = RecordOf<typeof draftRevisionsTable>;
/** Without its document, for lists. */
export type DraftRevisionSummary = Omit<DraftRevision, 'document'>;
export type DraftValues = RecordOf<typeof draftValuesTable>;
export type DraftEdit = RecordOf<typeof draftEditsTable>;
