/**
 * Works through batches. A batch is a job, so it goes on after a restart, perhaps in another process:
 *
 * 1. The job takes the batch that waits, or one that a lost process had begun.
 * 2. Rows that are not over are run, a few at a time; what each came to is written at once. A row
 *    that was interrupted is run again from its beginning: its old run is not resumed.
 * 3. When no row is left the batch is done. Cancelling marks the batch and its open rows in one write
 *    and then tells the worker by a signal; a worker that misses it stops at its next row.
 */
import { AppError, type Clock, type IdSource, type ModelRef } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { App, Batch, BatchOutcome, BatchResult, Store } from '@outpost/store';
import type { Runnable, Runnables } from '../../apps/runnables.ts';
import type { FileService } from '../../files/file-service.ts';
import type { RunService } from '../../runs/run-service.ts';
import { wordsOf } from '../words-of.ts';
import { judgeRow, type Judges } from './judge-row.ts';
import { runRow } from './run-row.ts';

export interface BatchWorkerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly runs: RunService;
  readonly runnables: Runnables;
  readonly files: FileService;
  readonly modelsOf: (workspaceId: string) => ModelDirectory;
  readonly chatModelOf: (workspaceId: string, ref: ModelRef | null) => Promise<ModelRef>;
  readonly report: (error: unknown, what: string) => void;
}

export const batchQueue = 'batches';
/** Told with a batch's id when it is to stop. */
export const cancelChannel = 'batch-cancel';
/** Told with a batch's id when something of it changed. */
export const progressChannel = 'batch-progress';

/** Batches at a time, in one process. */
const batchesAtOnce = 2;
/** Finished batches that are kept of a test set. */
const keptMax = 50;

/** Begins to work; returns the way to stop, which leaves open rows to the next start. */
export function startBatchWorker(options: BatchWorkerOptions): () => Promise<void> {
  const { store } = options;
  return store.jobs.work(batchQueue, { concurrency: batchesAtOnce }, async ({ data }, signal) => {
    const { batchId } = data as { readonly batchId: string };
    await workOn(options, batchId, signal);
  });
}

async function workOn(
  options: BatchWorkerOptions,
  batchId: string,
  stopping: AbortSignal,
): Promise<void> {
  const { store, report } = options;
  const batch = await store.batches.byId(batchId);
  if (!batch || !(await store.batches.begin(batchId))) return;
  const tell = (): void => {
    store.signals
      .publish(progressChannel, batchId)
      .catch((error: unknown) => report(error, `Nobody hears of batch ${batchId}`));
  };
  tell();
  const cancelled = new AbortController();
  const leave = store.signals.subscribe(cancelChannel, (id) => {
    if (id === batchId) cancelled.abort(new Error('The batch was cancelled.'));
  });
  try {
    const app = await store.apps.byId(batch.appId);
    if (!app) throw new AppError('not_found', { details: { thing: 'The app' } });
    const runnable = await runnableOf(options, batch, app);
    const signal = AbortSignal.any([stopping, cancelled.signal]);
    await runRows(options, { batch, runnable, signal, tell });
    if (stopping.aborted) throw stopping.reason;
    await store.batches.end(batchId, 'done');
    await store.batches.prune(batch.testSetId, keptMax);
  } catch (error) {
    if (stopping.aborted) throw error;
    if (error instanceof AppError && error.category === 'unavailable') throw error;
    if (!(error instanceof AppError)) report(error, `Batch ${batchId} failed`);
    await store.batches.end(batchId, 'failed', wordsOf(error));
  } finally {
    leave();
    tell();
  }
}

async function runnableOf(
  { store, runnables }: BatchWorkerOptions,
  batch: Batch,
  app: App,
): Promise<Runnable> {
  if (batch.target === 'draft' && batch.document)
    return runnables.trial(app, batch.document, batch.override);
  const versionId = batch.versionId ?? '';
  if (batch.override === null) return runnables.version(app, versionId);
  const version = await store.versions.get(app.id, versionId);
  if (!version) throw new AppError('not_found', { details: { thing: `The version ${versionId}` } });
  return runnables.trial(app, version.document, batch.override);
}

interface Work {
  readonly batch: Batch;
  readonly runnable: Runnable;
  readonly signal: AbortSignal;
  readonly tell: () => void;
}

async function runRows(options: BatchWorkerOptions, work: Work): Promise<void> {
  const { batch, signal } = work;
  const all = await options.store.batches.results(batch.id);
  const open = all.filter(({ status }) => status === 'waiting' || status === 'running');
  const lane = async (): Promise<void> => {
    for (let row = open.shift(); row && !signal.aborted; row = open.shift())
      await workOnRow(options, work, row);
  };
  const lanes = Array.from({ length: batch.concurrency }, lane);
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function workOnRow(
  options: BatchWorkerOptions,
  { batch, runnable, signal, tell }: Work,
  row: BatchResult,
): Promise<void> {
  const { store } = options;
  if (!(await store.batches.beginRow(batch.id, row.number))) return;
  tell();
  const outcome = await outcomeOf(options, { batch, runnable, row, signal });
  if (outcome === null) return;
  await store.batches.endRow(batch.id, row.number, outcome);
  tell();
}

/** Null when it was stopped. */
async function outcomeOf(
  options: BatchWorkerOptions,
  work: Omit<Work, 'tell'> & { readonly row: BatchResult },
): Promise<BatchOutcome | null> {
  const { batch, runnable, row, signal } = work;
  const { workspaceId } = runnable.app;
  const judges: Judges = {
    instead: batch.judge,
    modelOf: async (ref) =>
      options.modelsOf(workspaceId).chat(await options.chatModelOf(workspaceId, ref)),
  };
  try {
    const answer = await runRow(options, runnable, row, { accountId: batch.createdBy, signal });
    return await judgeRow(row, answer, { judges, signal });
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof AppError))
      options.report(error, `Row ${row.number} of batch ${batch.id}`);
    else if (error.code === 'database_failed') throw error;
    return { ...nothing, error: wordsOf(error) };
  }
}

const nothing = {
  status: 'error',
  runId: null,
  output: '',
  verdicts: [],
  elapsedMs: 0,
  totalTokens: 0,
  totalPrice: '0',
  currency: 'USD',
} as const;
