/**
 * A run that is going on in this process: its events so far, who listens, and what still has to be
 * written. Events reach listeners at once and the log a moment later, in batches; only the last
 * event waits for the disk, so whoever saw a run end can rely on it.
 *
 * Readers who may come back (`Last-Event-ID`) are told stored events only: after a power cut the
 * run goes on behind its last stored event, and what was never stored is told anew with the same
 * numbers.
 */
import type { RunEnd, RunEvent, RunPause } from '@outpost/contracts';

export type RunListener = (event: RunEvent) => void;

export interface LiveRunOptions {
  readonly runId: string;
  readonly taskId: string;
  /** Writes a batch durably; `end` is given with the batch that ends or pauses the run. */
  readonly write: (batch: readonly RunEvent[], end: RunEnd | RunPause | null) => Promise<void>;
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Told when a batch could not be written; the run goes on in memory and is tried again with the next batch. */
  readonly onWriteError: (error: unknown) => void;
}

/** How long events may wait for company before they are written. */
const batchMs = 25;
/** A batch this long is written at once. */
const batchEventsMax = 256;

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
  #writing: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(options: LiveRunOptions, earlier: readonly RunEvent[] = []) {
    this.#options = options;
    this.runId = options.runId;
    this.taskId = options.taskId;
    this.#events.push(...earlier);
    this.#storedSeq = earlier.at(-1)?.seq ?? 0;
    const { promise, resolve } = Promise.withResolvers<RunEnd | RunPause>();
    this.done = promise;
    this.#resolveDone = resolve;
  }

  /** Every event so far; the last one only once it is on disk. */
  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** Takes the engine's events, in order. */
  accept(events: readonly RunEvent[]): void {
    for (const event of events) {
      this.#pending.push(event);
      if (event.type === 'run-end' || event.type === 'run-pause') return void this.#finish(event);
      this.#deliver(event);
    }
    if (this.#pending.length >= batchEventsMax) this.#flush();
    else this.#cancelTimer ??= this.#options.after(batchMs, () => this.#flush());
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

  #deliver(event: RunEvent): void {
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  #deliverStored(batch: readonly RunEvent[]): void {
    this.#storedSeq = batch.at(-1)?.seq ?? this.#storedSeq;
    for (const event of batch) for (const listener of this.#storedListeners) listener(event);
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#writing !== null || this.#pending.length === 0) return;
    const batch = this.#pending;
    this.#pending = [];
    this.#writing = this.#options.write(batch, null).then(
      () => {
        this.#writing = null;
        this.#deliverStored(batch);
        if (this.#pending.length > 0)
          this.#cancelTimer ??= this.#options.after(batchMs, () => this.#flush());
      },
      (error: unknown) => {
        this.#writing = null;
        this.#pending = [...batch, ...this.#pending];
        this.#options.onWriteError(error);
        this.#cancelTimer ??= this.#options.after(batchMs * 40, () => this.#flush());
      },
    );
  }

  async #finish(end: RunEnd | RunPause): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#writing;
    // A failed batch has armed the timer again; its events are in the last batch now.
    (this.#cancelTimer as (() => void) | null)?.();
    this.#cancelTimer = null;
    const batch = this.#pending;
    this.#pending = [];
    try {
      await this.#options.write(batch, end);
      this.#deliverStored(batch);
    } catch (error) {
      this.#options.onWriteError(error);
    }
    this.#deliver(end);
    this.#resolveDone(end);
    this.#listeners.clear();
    this.#storedListeners.clear();
  }
}
