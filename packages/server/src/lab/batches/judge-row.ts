import {
  AppError,
  type ChatModel,
  type Check,
  type ModelRef,
  type Values,
  type Verdict,
} from '@outpost/contracts';
import type { BatchOutcome } from '@outpost/store';
import { checkAnswer } from '../judge/check-answer.ts';
import { judgeByModel } from '../judge/judge-by-model.ts';
import { wordsOf } from '../words-of.ts';
import type { RowAnswer } from './run-row.ts';

export interface JudgedRow {
  readonly inputs: Values;
  readonly query: string;
  readonly expected: string;
  readonly checks: readonly Check[];
}

export interface Judges {
  /** A model by name; null = the workspace's default. */
  readonly modelOf: (ref: ModelRef | null) => Promise<ChatModel>;
  /** Judges in place of the checks' own models. */
  readonly instead: ModelRef | null;
}

/** What a row came to: all its checks hold, one does not, or it cannot be said. */
export async function judgeRow(
  row: JudgedRow,
  answer: RowAnswer,
  { judges, signal }: { readonly judges: Judges; readonly signal: AbortSignal },
): Promise<BatchOutcome> {
  const facts = {
    runId: answer.runId,
    output: answer.text.slice(0, outputMax),
    error: answer.error,
    elapsedMs: answer.elapsedMs,
    totalTokens: answer.totalTokens,
    totalPrice: answer.totalPrice,
    currency: answer.currency,
  };
  if (answer.error !== null) return { ...facts, status: 'error', verdicts: [] };
  const verdicts: Verdict[] = [];
  for (const check of row.checks)
    verdicts.push(await judge(check, row, { answer, judges, signal }));
  return { ...facts, status: statusOf(verdicts), verdicts };
}

/** Characters of an answer that are kept with the batch; the run's log has all of it. */
const outputMax = 100_000;

async function judge(
  check: Check,
  row: JudgedRow,
  {
    answer,
    judges,
    signal,
  }: { readonly answer: RowAnswer; readonly judges: Judges; readonly signal: AbortSignal },
): Promise<Verdict> {
  if (check.type !== 'model') return checkAnswer(check, answer, row.expected);
  try {
    const model = await judges.modelOf(judges.instead ?? check.model);
    return await judgeByModel(check, { ...row, answer }, { model, signal });
  } catch (error) {
    signal.throwIfAborted();
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    if (!(error instanceof AppError) && !isTimeout) throw error;
    return { type: 'model', passed: null, reason: wordsOf(error), score: null };
  }
}

/** One failed check fails the row, whatever could not be judged beside it. */
function statusOf(verdicts: readonly Verdict[]): 'passed' | 'failed' | 'unjudged' | 'error' {
  if (verdicts.length === 0) return 'unjudged';
  if (verdicts.some(({ passed }) => passed === false)) return 'failed';
  return verdicts.some(({ passed }) => passed === null) ? 'error' : 'passed';
}
