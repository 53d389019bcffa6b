import type { BatchResult, BatchTally } from '@outpost/store';

/** How a batch stands, in numbers. */
export interface BatchFigures {
  readonly counts: {
    readonly rows: number;
    readonly done: number;
    readonly passed: number;
    readonly failed: number;
    readonly errors: number;
  };
  /** Of what was to be judged, 0 to 100; null while there is nothing. */
  readonly passPercent: number | null;
  readonly totalTokens: number;
  readonly costs: Readonly<Record<string, string>>;
}

export function figuresOf({ byStatus, totalTokens, costs }: BatchTally): BatchFigures {
  const count = (status: BatchResult['status']): number => byStatus[status] ?? 0;
  const [passed, failed, errors] = [count('passed'), count('failed'), count('error')];
  const open = count('waiting') + count('running');
  const rows = Object.values(byStatus).reduce((sum, rowsOfStatus) => sum + rowsOfStatus, 0);
  const judged = passed + failed + errors;
  return {
    counts: { rows, done: rows - open, passed, failed, errors },
    passPercent: judged === 0 ? null : Math.round((passed / judged) * 1000) / 10,
    totalTokens,
    costs: Object.fromEntries(
      Object.entries(costs).map(([currency, sum]) => [currency, decimalOf(sum)]),
    ),
  };
}

/** A sum of prices without the noise of binary fractions. */
function decimalOf(sum: number): string {
  return sum.toFixed(9).replace(/\.?0+$/, '');
}
