/**
 * Many runs of one app from a table: a few at a time, in order, to be paused, gone on with, cancelled
 * and tried again. The tab does it, so closing it ends what has not begun.
 */
export interface BatchRow {
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly values: Readonly<Record<string, unknown>>;
  /** What the app said; an error's words when it failed. */
  readonly result: string;
}

export interface BatchOptions {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly atOnceMax: number;
  /** Runs one row; rejects when it fails. */
  readonly run: (values: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<string>;
  readonly words: (error: unknown) => string;
  readonly onChange: (batch: BatchView) => void;
}

export interface BatchView {
  readonly rows: readonly BatchRow[];
  readonly state: 'running' | 'paused' | 'over';
}

export interface Batch {
  pause(): void;
  goOn(): void;
  /** Ends what runs and what waits. */
  cancel(): void;
  /** What failed or was cancelled is tried again. */
  retry(): void;
}

export function startBatch({ rows: given, atOnceMax, run, words, onChange }: BatchOptions): Batch {
  let rows: readonly BatchRow[] = given.map((values) => ({
    values,
    status: 'waiting',
    result: '',
  }));
  let paused = false;
  let round = new AbortController();

  const count = (status: BatchRow['status']): number =>
    rows.filter((row) => row.status === status).length;
  const set = (index: number, change: Partial<BatchRow>): void => {
    rows = rows.map((row, place) => (place === index ? { ...row, ...change } : row));
  };
  const tell = (): void => {
    const isOver = count('waiting') === 0 && count('running') === 0;
    onChange({ rows, state: isOver ? 'over' : paused ? 'paused' : 'running' });
  };
  const fill = (): void => {
    while (!paused && count('running') < atOnceMax) {
      const index = rows.findIndex(({ status }) => status === 'waiting');
      const row = rows[index];
      if (!row) break;
      set(index, { status: 'running', result: '' });
      begin(index, row.values, round.signal);
    }
    tell();
  };
  const begin = (index: number, values: BatchRow['values'], signal: AbortSignal): void => {
    run(values, signal).then(
      (result) => finish(index, signal, { status: 'done', result }),
      (error: unknown) => finish(index, signal, { status: 'failed', result: words(error) }),
    );
  };
  const finish = (index: number, signal: AbortSignal, change: Partial<BatchRow>): void => {
    // Cancelled meanwhile: its row says so already, or runs again.
    if (signal.aborted) return;
    set(index, change);
    fill();
  };
  const again = (from: readonly BatchRow['status'][], to: BatchRow['status']): void => {
    rows = rows.map((row) =>
      from.includes(row.status) ? { ...row, status: to, result: '' } : row,
    );
  };

  // Not at once: whoever starts it has the batch in hand before it hears of it.
  void Promise.resolve().then(fill);
  return {
    pause() {
      paused = true;
      tell();
    },
    goOn() {
      paused = false;
      fill();
    },
    cancel() {
      round.abort();
      round = new AbortController();
      paused = false;
      again(['waiting', 'running'], 'cancelled');
      tell();
    },
    retry() {
      paused = false;
      again(['failed', 'cancelled'], 'waiting');
      fill();
    },
  };
}
