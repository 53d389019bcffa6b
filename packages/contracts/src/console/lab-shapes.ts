/** Shapes of test sets, batches and the gate. Times are epoch milliseconds. */
import { z } from 'zod';
import { checksSchema } from '../lab/check.ts';
import { modelOverride } from './model-ref.ts';

const anyObject = z.record(z.string(), z.unknown());
const id = z.string();

/** Most rows of a test set. */
export const testRowsMax = 2000;
/** Characters of one value of a row. */
const valueMax = 50_000;

export const testRowInput = z.strictObject({
  /** Absent = a new row. */
  id: z.uuid().optional(),
  inputs: anyObject.default({}),
  /** What is asked, of apps that chat. */
  query: z.string().max(valueMax).default(''),
  expected: z.string().max(valueMax).default(''),
  /** Null = those of the test set. */
  checks: checksSchema.nullable().default(null),
});

export const testRow = z.object({
  id,
  /** From 1 on, in the order of the table. */
  number: z.int(),
  inputs: anyObject,
  query: z.string(),
  expected: z.string(),
  checks: z.array(anyObject).nullable(),
  /** The logged run that it was made from. */
  sourceRunId: z.string().nullable(),
  updatedAt: z.number(),
});

const batchCounts = z.object({
  rows: z.int(),
  /** Rows that are over. */
  done: z.int(),
  passed: z.int(),
  failed: z.int(),
  /** Rows that gave no answer, or one that could not be judged. */
  errors: z.int(),
});

export const batch = z.object({
  id,
  appId: id,
  testSetId: id,
  testSetName: z.string(),
  target: z.enum(['draft', 'version']),
  versionId: z.string().nullable(),
  /** The version's number, or the draft's revision. */
  number: z.int(),
  override: modelOverride.nullable(),
  status: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  error: z.string().nullable(),
  counts: batchCounts,
  /** Passed of those judged, 0 to 100; null while nothing is judged. */
  passPercent: z.number().nullable(),
  totalTokens: z.int(),
  /** Exact decimals by currency. */
  costs: z.record(z.string(), z.string()),
  concurrency: z.int(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
});

const verdict = z.object({
  type: z.string(),
  passed: z.boolean().nullable(),
  reason: z.string(),
  score: z.number().nullable(),
});

export const batchResult = z.object({
  rowId: id,
  number: z.int(),
  inputs: anyObject,
  query: z.string(),
  expected: z.string(),
  status: z.enum(['waiting', 'running', 'passed', 'failed', 'unjudged', 'error', 'cancelled']),
  runId: z.string().nullable(),
  /** What the app answered, as text. */
  output: z.string(),
  error: z.string().nullable(),
  verdicts: z.array(verdict),
  elapsedMs: z.number(),
  totalTokens: z.int(),
  totalPrice: z.string(),
  currency: z.string(),
  updatedAt: z.number(),
});

export const testSet = z.object({
  id,
  name: z.string(),
  description: z.string(),
  checks: z.array(anyObject),
  rowCount: z.int(),
  updatedAt: z.number(),
  lastBatch: batch.nullable(),
});

export const rowComparison = z.object({
  number: z.int(),
  inputs: anyObject,
  query: z.string(),
  expected: z.string(),
  left: batchResult.nullable(),
  right: batchResult.nullable(),
  /** How the right one did. */
  outcome: z.enum(['better', 'worse', 'same', 'unknown']),
});

export const gate = z.object({
  /** Null = none is set. */
  gate: z.object({ testSetId: id, testSetName: z.string(), passPercentMin: z.number() }).nullable(),
  /** `stale`: the draft or the rows have changed since the last batch. */
  state: z.enum(['open', 'met', 'missed', 'not-run', 'stale', 'running']),
  batch: batch.nullable(),
  /** Up to ten rows that did not pass. */
  failing: z.array(batchResult),
});

export const csvProblem = z.object({
  /** Of the file, from 1 on. */
  line: z.int(),
  message: z.string(),
});
