import { messageOf, type Clock, type JobQueue } from '@outpost/contracts';
import type { Job } from '../tables/runs.ts';

type Handle = Parameters<JobQueue['work']>[2];

/** `released`: not its fault, and not counted as an attempt. */
export type JobOutcome =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'released' };

export interface JobSource {
  claim(queue: string, limit: number): Promise<readonly Job[]>;
  /** The earliest time of a waiting job. */
  nextRunAt(queue: string): Promise<number | null>;
  settle(job: Job, outcome: JobOutcome): Promise<void>;
}

/** Finds stalled jobs, and new ones whose signal was lost. */
const pollMs = 15_000;
const stopTimeoutMs = 10_000;

/** Takes due jobs of one queue, at most `concurrency` at a time, when woken or when the next is due. */
export function createJobWorker({
  source,
  clock,
  queue,
  concurrency,
  handle,
}: {
  readonly source: JobSource;
  readonly clock: Clock;
  readonly queue: string;
  readonly concurrency: number;
  readonly handle: Handle;
}): { wake(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  const active = new Set<Promise<void>>();
  let cancelTimer = (): void => {};
  let round: Promise<void> | null = null;
  let wokenAgain = false;

  function wake(): void {
    if (stopping.signal.aborted) return;
    if (round) {
      wokenAgain = true;
      return;
    }
    cancelTimer();
    round = takeJobs()
      .catch((error: unknown) => {
        process.emitWarning(`The queue ${queue} could not be read: ${messageOf(error)}`);
        sleepUntil(clock.now() + pollMs);
      })
      .finally(() => {
        round = null;
        if (!wokenAgain) return;
        wokenAgain = false;
        wake();
      });
  }

  async function takeJobs(): Promise<void> {
    const free = concurrency - active.size;
    if (free <= 0) return;
    const jobs = await source.claim(queue, free);
    for (const job of jobs) {
      const done = work(job).finally(() => {
        active.delete(done);
        wake();
      });
      active.add(done);
    }
    if (jobs.length === free) return;
    const nextRunAt = await source.nextRunAt(queue);
    sleepUntil(Math.min(nextRunAt ?? Infinity, clock.now() + pollMs));
  }

  function sleepUntil(at: number): void {
    if (stopping.signal.aborted) return;
    cancelTimer = clock.after(Math.max(0, at - clock.now()), wake);
  }

  async function work(job: Job): Promise<void> {
    await settle(job, stopping.signal.aborted ? { type: 'released' } : await attempt(job));
  }

  /** Until it is stored the job looks active, and nobody else would ever take it. */
  async function settle(job: Job, outcome: JobOutcome): Promise<void> {
    for (;;) {
      try {
        await source.settle(job, outcome);
        return;
      } catch (error) {
        process.emitWarning(`The end of job ${job.id} could not be stored: ${messageOf(error)}`);
        if (stopping.signal.aborted) return;
        await pause();
      }
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(pollMs, resolve);
      stopping.signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
  }

  async function attempt(job: Job): Promise<JobOutcome> {
    try {
      const { id, data } = job;
      await handle({ id, data, attempt: job.attempt }, stopping.signal);
      return { type: 'done' };
    } catch (error) {
      return stopping.signal.aborted ? { type: 'released' } : { type: 'failed', error };
    }
  }

  return {
    wake,
    async stop() {
      stopping.abort(new Error('The worker stops.'));
      cancelTimer();
      await round;
      // A handler that does not listen keeps its job: it is handed out again when this process is gone.
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancelLate = clock.after(stopTimeoutMs, resolve);
      await Promise.race([Promise.all(active), late]);
      cancelLate();
    },
  };
}
