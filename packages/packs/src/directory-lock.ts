import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while no other process does so for the same lock file. A lock whose process is gone
 * is taken over.
 */
export async function withDirectoryLock<Result>(
  lockFile: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(lockFile), { recursive: true });
  for (;;) {
    signal.throwIfAborted();
    if (await tryLock(lockFile)) break;
    const holder = await readFile(lockFile, 'utf8').catch(() => null);
    if (holder !== null && !isHeld(lockFile, Number(holder))) await rm(lockFile, { force: true });
    else await pause(200, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    heldHere.delete(lockFile);
    await rm(lockFile, { force: true });
  }
}

/** Locks of this process: in a container a dead process often had the number that we have. */
const heldHere = new Set<string>();

async function tryLock(lockFile: string): Promise<boolean> {
  if (heldHere.has(lockFile)) return false;
  // Before the file is made: nobody here may take it for one that was left behind.
  heldHere.add(lockFile);
  try {
    const file = await open(lockFile, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    heldHere.delete(lockFile);
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld(lockFile: string, pid: number): boolean {
  if (pid === process.pid) return heldHere.has(lockFile);
  // Between its creation and its first write a lock is empty: its holder is at work.
  if (!Number.isInteger(pid) || pid <= 0) return pid === 0;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
