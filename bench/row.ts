/** One line of the result: what was measured, beside what was promised. */
export interface Row {
  readonly title: string;
  readonly measured: number;
  readonly unit: string;
  /** Null for figures that nothing was promised of. */
  readonly budget: { readonly atMost: number } | { readonly atLeast: number } | null;
  /** How to read the figure, in a few words. */
  readonly note?: string;
}

export interface Measurement {
  /** What `--only` calls it. */
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

export function isKept({ measured, budget }: Row): boolean {
  if (budget === null) return true;
  return 'atMost' in budget ? measured <= budget.atMost : measured >= budget.atLeast;
}

/** The longest stall of the event loop under a load. */
export function stallRow(
  load: string,
  { stallMs, workMs }: { readonly stallMs: number; readonly workMs: number },
): Row {
  return {
    title: `Longest stall of the event loop, ${load}`,
    measured: stallMs,
    unit: 'ms',
    budget: { atMost: 50 },
    note: `longest work at a stretch: ${workMs.toFixed(0)} ms; the rest is waiting for disk and core`,
  };
}
