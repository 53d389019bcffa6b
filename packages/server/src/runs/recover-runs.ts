/**
 * Goes on with runs whose process ended. At start everything that was interrupted is taken over;
 * with several processes on one database, each looks again every while for runs of a lost one.
 */
import { AppError, messageOf } from '@outpost/contracts';
import type { Run } from '@outpost/store';
import type { Services } from '../services.ts';

const looksInSilence = 3;
const batch = 100;

type Needs = Pick<Services, 'store' | 'runs' | 'runnables' | 'clock' | 'log' | 'config'>;

/** Returns the way to stop looking. */
export function recoverRuns(services: Needs): () => void {
  const { store, clock, log } = services;
  const lookAgainMs = services.config.limits.processSilenceMs / looksInSilence;
  let stopped = false;
  let cancel = (): void => {};
  // They are ours already: should the database go away now, nobody else would go on with them.
  const taken: Run[] = [];
  const look = async (): Promise<void> => {
    try {
      for (;;) {
        const lost = await store.runs.takeOver(batch);
        taken.push(...lost);
        for (let run = taken[0]; run && !stopped; run = taken[0]) {
          await recover(services, run);
          taken.shift();
        }
        if (stopped || lost.length < batch) break;
      }
    } catch (error) {
      log.error('Interrupted runs could not be taken over', error);
    }
    // In SQLite the directory's lock says that there is no other process to lose.
    if (!stopped && (store.kind === 'postgres' || taken.length > 0))
      cancel = clock.after(lookAgainMs, () => void look());
  };
  void look();
  return () => {
    stopped = true;
    cancel();
  };
}

/** Ran something that is stored nowhere, or is run again by the batch that it belongs to. */
const notResumed = new Set(['trial', 'test-row']);

async function recover(services: Needs, run: Run): Promise<void> {
  const { store, runs, runnables, log } = services;
  try {
    const app = await store.apps.byId(run.appId);
    if (!app) throw new Error('its app was deleted');
    if (notResumed.has(run.triggeredFrom)) throw new Error('it was only a trial');
    const runnable =
      run.versionId === null
        ? await runnables.draft(app)
        : await runnables.version(app, run.versionId);
    await runs.resume(run, runnable);
    log.info(`Run ${run.id} goes on where it was interrupted.`);
  } catch (error) {
    if (error instanceof AppError && error.code === 'database_failed') throw error;
    const reason = messageOf(error);
    try {
      await runs.abandon(run, reason);
      log.info(`Run ${run.id} was ended: ${reason}`);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'database_failed') throw thrown;
      // The others that were interrupted must not wait for one that can neither go on nor end.
      log.error(`Run ${run.id} can neither go on nor be ended`, thrown);
    }
  }
}
