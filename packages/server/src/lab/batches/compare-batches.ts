import type { BatchResult } from '@outpost/store';

type Outcome = 'better' | 'worse' | 'same' | 'unknown';

interface RowComparison {
  readonly left: BatchResult | null;
  readonly right: BatchResult | null;
  /** How the right one did. */
  readonly outcome: Outcome;
}

export interface Comparison {
  readonly rows: readonly RowComparison[];
  readonly better: number;
  readonly worse: number;
  readonly same: number;
}

/** Row by row, in the order of the right batch; rows that only one of them has come to nothing. */
export function compareBatches(
  left: readonly BatchResult[],
  right: readonly BatchResult[],
): Comparison {
  const byRow = new Map(left.map((result) => [result.rowId, result]));
  const rows: RowComparison[] = right.map((result) => {
    const other = byRow.get(result.rowId) ?? null;
    byRow.delete(result.rowId);
    return { left: other, right: result, outcome: other ? outcomeOf(other, result) : 'unknown' };
  });
  for (const result of byRow.values()) rows.push({ left: result, right: null, outcome: 'unknown' });
  const count = (wanted: Outcome): number =>
    rows.filter(({ outcome }) => outcome === wanted).length;
  return { rows, better: count('better'), worse: count('worse'), same: count('same') };
}

/** By passing first, then by the judges' scores. */
function outcomeOf(left: BatchResult, right: BatchResult): Outcome {
  const [before, after] = [rank(left), rank(right)];
  if (before === null || after === null) return 'unknown';
  if (after !== before) return after > before ? 'better' : 'worse';
  const [scoreBefore, scoreAfter] = [scoreOf(left), scoreOf(right)];
  if (scoreBefore === null || scoreAfter === null || scoreBefore === scoreAfter) return 'same';
  return scoreAfter > scoreBefore ? 'better' : 'worse';
}

function rank({ status }: BatchResult): number | null {
  if (status === 'passed') return 1;
  // No answer is as bad as a wrong one.
  return status === 'failed' || status === 'error' ? 0 : null;
}

/** The mean of the scores that models gave. */
function scoreOf({ verdicts }: BatchResult): number | null {
  const scores = verdicts.flatMap(({ score }) => score ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
