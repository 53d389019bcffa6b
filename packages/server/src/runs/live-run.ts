/**
 * A run that is going on in this process: its events so far, who listens, and what still has to be
 * written. Events reach listeners at once and the log a moment later, in batches; only the last
 * event waits for the disk, so whoever saw a run end can rely on it.
 *
 * Readers who may come back (`Last-Event-ID`) are told stored events only: after a power cut the
 * run goes on behind its last stored event, and what was never stored is told anew with the same
 * numbers.
 */
import {
  AppError,
  messageOf,
  type Clock,
  type RunEnd,
  type RunEvent,
  type RunPause,
} from '@outpost/contracts';
import { sizeOfEvent } from './size-of-event.ts';

export type RunListener = (event: RunEvent) => void;

export interface LiveRunOptions {
  readonly runId: string;
  readonly taskId: string;
  /** Writes a batch durably; `end` is given with the batch that ends or pauses the run. */
  readonly write: (batch: readonly RunEvent[], end: RunEnd | RunPause | null) => Promise<void>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Told when a batch could not be written; the run goes on in memory and is tried again with the next batch. */
  readonly onWriteError: (error: unknown) => void;
  readonly onListenerError?: (error: unknown) => void;
  /** Whether the last batch may be written later; otherwise the run ends as failed, not stored. */
  readonly mayRetry: (error: unknown) => boolean;
}

/** How long the start or the end of a step waits for company before it is written. */
const stepBatchMs = 25;
/** Text waits longer unless somebody hears it only once it is stored: an interrupted step says it anew. */
const textBatchMs = 250;
const retryMs = 1000;
/** A batch this long is written at once. */
const batchEventsMax = 256;

interface Due {
  readonly at: number;
  readonly cancel: () => void;
}

export class LiveRun {
  readonly runId: string;
  readonly taskId: string;
  /** Resolves when the last event is on disk. Never rejects. */
  readonly done: Promise<RunEnd | RunPause>;
  readonly #options: LiveRunOptions;
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<RunListener>();
  readonly #storedListeners = new Set<RunListener>();
  #storedSeq: number;
  readonly #resolveDone: (end: RunEnd | RunPause) => void;
  #pending: RunEvent[] = [];
  #pendingIsText = true;
  #writing: Promise<void> | null = null;
  #due: Due | null = null;
  /** After a write that failed. */
  #restsUntil = 0;
  #isLeft = false;
  #sizeBytes = 0;
  readonly #textPlaceMs: number;

  constructor(options: LiveRunOptions, earlier: readonly RunEvent[] = []) {
    this.#options = options;
    this.runId = options.runId;
    this.taskId = options.taskId;
    const place = Number.parseInt(options.runId.slice(-4), 16) || 0;
    this.#textPlaceMs = (place * stepBatchMs) % textBatchMs;
    for (const event of earlier) this.#keep(event);
    this.#storedSeq = earlier.at(-1)?.seq ?? 0;
    const { promise, resolve } = Promise.withResolvers<RunEnd | RunPause>();
    this.done = promise;
    this.#resolveDone = resolve;
  }

  /** Every event so far; the last one only once it is on disk. */
  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** About what its events take in the log, and here. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Takes the engine's events, in order. */
  accept(events: readonly RunEvent[]): void {
    if (this.#isLeft) return;
    for (const event of events) {
      this.#pending.push(event);
      if (event.type === 'run-end' || event.type === 'run-pause') return void this.#finish(event);
      this.#pendingIsText &&= event.type === 'text-delta' || event.type === 'reasoning-delta';
      this.#deliver(event);
    }
    this.#flushSoon();
  }

  /** Calls back for every event after `afterSeq`, past ones first; returns the way to stop. */
  subscribe(afterSeq: number, listener: RunListener): () => void {
    for (const event of this.#events) if (event.seq > afterSeq) listener(event);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same, each event only once it is on disk. */
  subscribeStored(afterSeq: number, listener: RunListener): () => void {
    for (const event of this.#events)
      if (event.seq > afterSeq && event.seq <= this.#storedSeq) listener(event);
    const later: RunListener = (event) => {
      if (event.seq > afterSeq) listener(event);
    };
    this.#storedListeners.add(later);
    return () => this.#storedListeners.delete(later);
  }

  /** Takes nothing more; resolves when what came so far is written, or cannot be. `done` stays open. */
  async leave(): Promise<void> {
    this.#isLeft = true;
    this.#cancelDue();
    await this.#writing;
    this.#flush();
    await this.#writing;
    this.#cancelDue();
  }

  #keep(event: RunEvent): void {
    this.#events.push(event);
    this.#sizeBytes += sizeOfEvent(event);
  }

  #deliver(event: RunEvent): void {
    this.#keep(event);
    this.#tell(this.#listeners, event);
  }

  #deliverStored(batch: readonly RunEvent[]): void {
    this.#storedSeq = batch.at(-1)?.seq ?? this.#storedSeq;
    for (const event of batch) this.#tell(this.#storedListeners, event);
  }

  /** A listener that fails hears no more; it must not end the run, nor the process. */
  #tell(listeners: Set<RunListener>, event: RunEvent): void {
    for (const listener of listeners)
      try {
        listener(event);
      } catch (error) {
        listeners.delete(listener);
        this.#options.onListenerError?.(error);
      }
  }

  /**
   * On the next of the ticks that all runs of the process share: what many runs write is one commit.
   * Text comes in one of ten places between two of its ticks, each run's own, so that a hundred
   * streams do not write all they said in one turn of the event loop.
   */
  #flushSoon(): void {
    const { clock } = this.#options;
    const now = clock.now();
    if (this.#pending.length >= batchEventsMax && now >= this.#restsUntil) return this.#flush();
    const mayWait = this.#pendingIsText && this.#storedListeners.size === 0;
    const tickMs = mayWait ? textBatchMs : stepBatchMs;
    const sinceTickMs = (now + (mayWait ? this.#textPlaceMs : 0)) % tickMs;
    const at = Math.max(now - sinceTickMs + tickMs, this.#restsUntil);
    if (this.#due && this.#due.at <= at) return;
    this.#cancelDue();
    this.#due = { at, cancel: clock.after(at - now, () => this.#flush()) };
  }

  #cancelDue(): void {
    this.#due?.cancel();
    this.#due = null;
  }

  #flush(): void {
    this.#cancelDue();
    if (this.#writing !== null || this.#pending.length === 0) return;
    const batch = this.#take();
    this.#writing = this.#options.write(batch, null).then(
      () => {
        this.#writing = null;
        this.#deliverStored(batch);
        if (this.#pending.length > 0) this.#flushSoon();
      },
      (error: unknown) => {
        this.#writing = null;
        this.#pending = [...batch, ...this.#pending];
        this.#pendingIsText = false;
        this.#options.onWriteError(error);
        this.#restsUntil = this.#options.clock.now() + retryMs;
        this.#cancelDue();
        this.#flushSoon();
      },
    );
  }

  #take(): readonly RunEvent[] {
    const batch = this.#pending;
    this.#pending = [];
    this.#pendingIsText = true;
    return batch;
  }

  async #finish(end: RunEnd | RunPause): Promise<void> {
    if (this.#writing) await this.#writing;
    // The events of a batch that failed are in the last one now.
    this.#cancelDue();
    const batch = this.#take();
    let told = end;
    for (;;) {
      try {
        await this.#options.write(batch, end);
        this.#deliverStored(batch);
        break;
      } catch (error) {
        this.#options.onWriteError(error);
        if (!this.#options.mayRetry(error)) {
          told = unstored(end, error);
          break;
        }
        await new Promise<void>((resolve) => this.#options.clock.after(retryMs, resolve));
        if (this.#isLeft) return;
      }
    }
    this.#deliver(told);
    this.#resolveDone(told);
    this.#listeners.clear();
    this.#storedListeners.clear();
  }
}

/** Nobody may rely on an end that is not stored. */
function unstored(end: RunEnd | RunPause, error: unknown): RunEnd | RunPause {
  if (end.type === 'run-pause') return end;
  const code = error instanceof AppError ? { code: error.code } : {};
  const facts = { type: 'StorageError', message: messageOf(error), ...code };
  return { ...end, status: 'failed', outputs: {}, error: facts };
}
