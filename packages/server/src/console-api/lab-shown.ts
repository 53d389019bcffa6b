import type { Language } from '@outpost/contracts';
import type { BatchResult, TestRow, TestSetWithCount } from '@outpost/store';
import type { BatchNews, BatchWithFigures } from '../lab/batches/batch-service.ts';
import type { GateReading } from '../lab/publish-gate.ts';
import { inLanguage } from '../lab/words-of.ts';

/** The lab's records as the console shows them. */
export function shownTestSet(
  testSet: TestSetWithCount,
  last: BatchWithFigures | null,
  language: Language,
) {
  const { id, name, description, checks, rowCount, updatedAt } = testSet;
  return {
    id,
    name,
    description,
    checks: checks.map((check) => ({ ...check })),
    rowCount,
    updatedAt,
    lastBatch: last && shownBatch(last, language),
  };
}

export function shownRow(row: TestRow, number: number) {
  const { id, inputs, query, expected, checks, sourceRunId, updatedAt } = row;
  return {
    id,
    number,
    inputs: { ...inputs },
    query,
    expected,
    checks: checks && checks.map((check) => ({ ...check })),
    sourceRunId,
    updatedAt,
  };
}

export function shownBatch(batch: BatchWithFigures, language: Language) {
  const { id, appId, testSetId, testSetName, target, versionId, number, override, status } = batch;
  return {
    id,
    appId,
    testSetId,
    testSetName,
    target,
    versionId,
    number,
    override,
    status,
    error: batch.error === null ? null : inLanguage(batch.error, language),
    counts: { ...batch.counts },
    passPercent: batch.passPercent,
    totalTokens: batch.totalTokens,
    costs: { ...batch.costs },
    concurrency: batch.concurrency,
    createdAt: batch.createdAt,
    startedAt: batch.startedAt,
    finishedAt: batch.finishedAt,
  };
}

export function shownResult(result: BatchResult, language: Language) {
  const { rowId, number, inputs, query, expected, status, runId, output, error } = result;
  return {
    rowId,
    number,
    inputs: { ...inputs },
    query,
    expected,
    status,
    runId,
    output,
    error: error === null ? null : inLanguage(error, language),
    verdicts: result.verdicts.map((verdict) => ({
      ...verdict,
      reason: inLanguage(verdict.reason, language),
    })),
    elapsedMs: result.elapsedMs,
    totalTokens: result.totalTokens,
    totalPrice: result.totalPrice,
    currency: result.currency,
    updatedAt: result.updatedAt,
  };
}

export function shownNews({ batch, results }: BatchNews, language: Language) {
  return {
    batch: shownBatch(batch, language),
    data: results.map((result) => shownResult(result, language)),
  };
}

export function shownGate({ gate, state, batch, failing }: GateReading, language: Language) {
  return {
    gate: gate && {
      testSetId: gate.testSetId,
      testSetName: gate.testSetName,
      passPercentMin: gate.passPercentMin,
    },
    state,
    batch: batch && shownBatch(batch, language),
    failing: failing.map((result) => shownResult(result, language)),
  };
}
