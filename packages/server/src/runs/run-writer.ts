/**
 * Writes what a run says: its log, what steps wrote to conversation variables, and at its end what
 * the chat and the run's head keep. A write that failed may be tried again with the same events or
 * more of them: what of it was done is not done twice.
 */
import { AppError, type RunEnd, type RunEvent, type RunPause } from '@outpost/contracts';
import type { NewRun, Store } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';

export interface RunWriterOptions {
  readonly store: Pick<Store, 'runs' | 'runLog' | 'conversationVariables'>;
  readonly run: NewRun;
  readonly runnable: Runnable;
  /** Keeps what a chat keeps of a run; called before its end is told. */
  readonly settle: (end: RunEnd) => Promise<void>;
}

export interface RunWriter {
  write(batch: readonly RunEvent[], end: RunEnd | RunPause | null): Promise<void>;
  /** From now on every write fails with this. */
  giveUp(error: unknown): void;
  /** Whether what failed may succeed later: the database is away. */
  mayRetry(error: unknown): boolean;
}

export function createRunWriter({ store, run, runnable, settle }: RunWriterOptions): RunWriter {
  let settled: Promise<void> | null = null;
  let gaveUp: { readonly error: unknown } | null = null;

  /** Once, however often its end is written. */
  function settleOnce(end: RunEnd): Promise<void> {
    settled ??= settle(end).catch((error: unknown) => {
      settled = null;
      throw error;
    });
    return settled;
  }

  return {
    async write(batch, end) {
      if (gaveUp) throw gaveUp.error;
      const writes = [append(store, run.id, batch), keepVariables(store, run, runnable, batch)];
      if (end?.type === 'run-end')
        writes.push(settleOnce(end), store.runs.finish(run.id, summaryOf(end)));
      if (end?.type === 'run-pause') writes.push(store.runs.setStatus(run.id, 'paused'));
      const failed = (await Promise.allSettled(writes)).find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
    giveUp(error) {
      gaveUp ??= { error };
    },
    mayRetry: (error) =>
      gaveUp === null && error instanceof AppError && error.category === 'unavailable',
  };
}

/**
 * A connection that breaks may hide that the batch was stored: a conflict with events of our own is
 * none.
 */
async function append(
  { runLog }: Pick<Store, 'runLog'>,
  runId: string,
  batch: readonly RunEvent[],
): Promise<void> {
  try {
    await runLog.append(runId, batch);
  } catch (error) {
    const [first] = batch;
    if (!first || !isConflict(error)) throw error;
    const stored = await runLog.read(runId, first.seq - 1);
    const same = JSON.stringify(stored) === JSON.stringify(batch.slice(0, stored.length));
    if (stored.length === 0 || !same) throw error;
    await runLog.append(runId, batch.slice(stored.length));
  }
}

/** Another process has the run. */
export function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === 'record_conflict';
}

export function summaryOf(end: RunEnd) {
  return {
    status: end.status,
    outputs: end.outputs,
    error: end.error?.message ?? null,
    totalTokens: end.totalTokens,
    totalSteps: end.steps,
    totalPrice: end.usage.totalPrice,
    currency: end.usage.currency,
    exceptions: end.exceptions,
    elapsedMs: end.elapsedMs,
  };
}

/** Stores what steps wrote to conversation variables. */
async function keepVariables(
  store: Pick<Store, 'conversationVariables'>,
  run: NewRun,
  { document, mask }: Runnable,
  batch: readonly RunEvent[],
): Promise<void> {
  if (run.conversationId === null) return;
  const writes = batch.flatMap((event) => {
    if (event.type !== 'node-end' || event.writes.length === 0) return [];
    // The variable gets what the node wrote, whatever its readers are told.
    const written = mask?.reveal(event) ?? event;
    return written.type === 'node-end' ? written.writes : [];
  });
  const changed = new Map(
    writes.flatMap(({ selector: [scope, name], value }) =>
      scope === 'conversation' && name !== undefined ? [[name, value] as const] : [],
    ),
  );
  if (changed.size === 0) return;
  await store.conversationVariables.put(
    run.conversationId,
    document.conversationVariables.flatMap(({ name, valueType, description }) => {
      const value = changed.get(name);
      return value === undefined ? [] : [{ name, valueType, description, value }];
    }),
  );
}
