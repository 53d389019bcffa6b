import type {
  AppDocument,
  Check,
  ModelOverride,
  ModelRef,
  Values,
  Verdict,
  Words,
} from '@outpost/contracts';
import {
  defineTable,
  integer,
  json,
  oneOf,
  optional,
  real,
  text,
  time,
  type RecordOf,
} from '../database/table.ts';

/** Rows that an app is tried with. */
export const testSetsTable = defineTable('test_sets', {
  id: text(),
  appId: text(),
  name: text(),
  description: text(),
  /** For rows without checks of their own. */
  checks: json<readonly Check[]>(),
  /** Grows with every change of a row or of the checks. */
  revision: integer(),
  createdBy: text(),
  createdAt: time(),
  updatedAt: time(),
});

export const testRowsTable = defineTable('test_rows', {
  id: text(),
  testSetId: text(),
  /** Orders the rows; may have gaps. */
  position: integer(),
  inputs: json<Values>(),
  query: text(),
  expected: text(),
  checks: json<readonly Check[] | null>(),
  sourceRunId: optional(text()),
  createdAt: time(),
  updatedAt: time(),
});

/** A test set being run, or that was. */
export const batchesTable = defineTable('batches', {
  id: text(),
  appId: text(),
  testSetId: text(),
  testSetRevision: integer(),
  target: oneOf<'draft' | 'version'>(),
  versionId: optional(text()),
  /** The version's number, or the draft's revision. */
  number: integer(),
  /** The draft as it was when the batch began, secrets sealed; null for versions. */
  document: json<AppDocument | null>(),
  /** Tells whether the draft still does what it did then. */
  documentHash: text(),
  override: json<ModelOverride | null>(),
  judge: json<ModelRef | null>(),
  concurrency: integer(),
  status: oneOf<'waiting' | 'running' | 'done' | 'cancelled' | 'failed'>(),
  /** Why it failed. */
  error: json<string | Words | null>(),
  createdBy: text(),
  createdAt: time(),
  startedAt: optional(time()),
  finishedAt: optional(time()),
});

/** A row of a batch with the row's content as it was then. */
export const batchResultsTable = defineTable('batch_results', {
  batchId: text(),
  /** From 1 on. */
  number: integer(),
  rowId: text(),
  inputs: json<Values>(),
  query: text(),
  expected: text(),
  checks: json<readonly Check[]>(),
  status: oneOf<'waiting' | 'running' | 'passed' | 'failed' | 'unjudged' | 'error' | 'cancelled'>(),
  runId: optional(text()),
  output: text(),
  error: json<string | Words | null>(),
  verdicts: json<readonly Verdict[]>(),
  elapsedMs: real(),
  totalTokens: integer(),
  /** An exact decimal. */
  totalPrice: text(),
  currency: text(),
  updatedAt: time(),
});

/** What must pass before an app is published. */
export const publishGatesTable = defineTable('publish_gates', {
  appId: text(),
  testSetId: text(),
  /** 0 to 100. */
  passPercentMin: real(),
  updatedBy: text(),
  updatedAt: time(),
});

export type TestSet = RecordOf<typeof testSetsTable>;
export type TestRow = RecordOf<typeof testRowsTable>;
export type Batch = RecordOf<typeof batchesTable>;
export type BatchResult = RecordOf<typeof batchResultsTable>;
export type PublishGate = RecordOf<typeof publishGatesTable>;
