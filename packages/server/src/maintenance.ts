/** What nobody waits for: expired sessions, finished jobs, files that no message holds, emptied bins. */
import type { Services } from './services.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A bin is emptied after this time. */
const binMs = 30 * dayMs;
/** An upload that no run or message took is removed after this time. */
const unusedUploadMs = 2 * dayMs;
const finishedJobMs = 7 * dayMs;
const filesAtOnce = 200;
const startDelayMs = 60_000;

/** Tidies now and then; returns the way to stop. */
export function startMaintenance({
  store,
  clock,
  log,
}: Pick<Services, 'store' | 'clock' | 'log'>): () => void {
  let stopped = false;
  async function tidy(): Promise<void> {
    const now = clock.now();
    await store.sessions.removeExpired();
    await store.jobs.prune(now - finishedJobMs);
    for (const upload of await store.uploads.unused(now - unusedUploadMs, filesAtOnce)) {
      await store.files.remove(upload.storageKey);
      await store.uploads.remove(upload.id);
    }
    // In slices, so that a large bin does not hold up everything else.
    while (!stopped && (await store.retention.sweep({ removedBefore: now - binMs })));
  }
  let cancel = clock.after(startDelayMs, run);
  function run(): void {
    tidy()
      .catch((error: unknown) => log.error('Tidying up failed', error))
      .finally(() => {
        if (!stopped) cancel = clock.after(hourMs, run);
      });
  }
  return () => {
    stopped = true;
    cancel();
  };
}
