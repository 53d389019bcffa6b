import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BatchResult } from '@outpost/store';
import { figuresOf } from '../../src/lab/batches/batch-facts.ts';
import { compareBatches } from '../../src/lab/batches/compare-batches.ts';

function result(rowId: string, status: BatchResult['status'], score?: number): BatchResult {
  return {
    batchId: 'b',
    number: 1,
    rowId,
    inputs: {},
    query: '',
    expected: '',
    checks: [],
    status,
    runId: null,
    output: '',
    error: null,
    verdicts: score === undefined ? [] : [{ type: 'model', passed: null, reason: '', score }],
    elapsedMs: 0,
    totalTokens: 0,
    totalPrice: '0',
    currency: 'USD',
    updatedAt: 0,
  };
}

test('passing counts first, then the score, and a row of one batch only counts for nobody', () => {
  const left = [
    result('lost', 'passed'),
    result('won', 'error'),
    result('scored', 'passed', 4),
    result('same', 'failed', 2),
    result('both wrong', 'failed'),
    result('left only', 'passed'),
    result('cut short', 'passed'),
  ];
  const right = [
    result('lost', 'failed'),
    result('won', 'passed'),
    result('scored', 'passed', 5),
    result('same', 'failed', 2),
    result('both wrong', 'error'),
    result('right only', 'failed'),
    result('cut short', 'cancelled'),
  ];

  const compared = compareBatches(left, right);

  assert.deepEqual([compared.better, compared.worse, compared.same], [2, 1, 2]);
  assert.deepEqual(
    compared.rows.map((row) => [(row.right ?? row.left)?.rowId, row.outcome]),
    [
      ['lost', 'worse'],
      ['won', 'better'],
      ['scored', 'better'],
      ['same', 'same'],
      ['both wrong', 'same'],
      ['right only', 'unknown'],
      ['cut short', 'unknown'],
      ['left only', 'unknown'],
    ],
  );
});

test('the rate counts rows without an answer as not passed, and leaves out rows without checks', () => {
  const figures = figuresOf({
    byStatus: { passed: 2, failed: 1, error: 1, unjudged: 3, waiting: 4 },
    totalTokens: 70,
    costs: { USD: 0.1 + 0.2 },
  });

  assert.deepEqual(figures, {
    counts: { rows: 11, done: 7, passed: 2, failed: 1, errors: 1 },
    passPercent: 50,
    totalTokens: 70,
    costs: { USD: '0.3' },
  });
});
