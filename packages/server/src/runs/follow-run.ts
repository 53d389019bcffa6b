import { AppError, type Clock, type RunLog } from '@outpost/contracts';
import type { Store } from '@outpost/store';
import type { LiveRun, RunListener } from './live-run.ts';

/** How long until the log of a run that goes on elsewhere is read again. */
const lookAgainMs = 250;

export interface FollowOptions {
  readonly runId: string;
  readonly afterSeq: number;
  readonly listener: RunListener;
  /** Told once, when nothing more comes: the run has ended or waits for somebody. */
  readonly onEnd: () => void;
  readonly live: () => LiveRun | null;
  readonly runs: Pick<Store['runs'], 'byId'>;
  readonly log: Pick<RunLog, 'pages'>;
  readonly clock: Clock;
}

/**
 * Tells every stored event after `afterSeq`, past and to come, each once; returns the way to leave.
 * A run that is not going on here belongs to another process, or is about to be taken over by this
 * one after a restart: its log is read again and again until either it ends or it is live here.
 * A database that is away for a while holds the events up, and does not end them.
 */
export function followRun(options: FollowOptions): () => void {
  const { runId, listener, onEnd, live, runs, log, clock } = options;
  let lastSeq = options.afterSeq;
  let leave = (): void => {};
  let gone = false;
  const tell: RunListener = (event) => {
    lastSeq = event.seq;
    listener(event);
  };
  const look = async (): Promise<void> => {
    const here = live();
    if (here) {
      void here.done.then(onEnd);
      leave = here.subscribeStored(lastSeq, tell);
      return;
    }
    // Asked before the log is read: whatever a finished run has said is then in the log.
    const run = await runs.byId(runId);
    for await (const events of log.pages(runId, lastSeq)) {
      if (gone) return;
      for (const event of events) tell(event);
    }
    if (gone) return;
    if (run?.status !== 'running') return onEnd();
    lookLater();
  };
  const lookLater = (): void => {
    leave = clock.after(lookAgainMs, start);
  };
  const start = (): void => {
    look().catch((error: unknown) => {
      if (gone) return;
      if (error instanceof AppError && error.category === 'unavailable') lookLater();
      else onEnd();
    });
  };
  start();
  return () => {
    gone = true;
    leave();
  };
}
