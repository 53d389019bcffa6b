import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while nobody else does so for the same lock file, in this process or another. The lock
 * is SQLite's on an empty database, which the kernel frees however its holder ends. The file stays:
 * removing it could take away the lock that somebody else has just got.
 */
export async function withDirectoryLock<Result>(
  lockFile: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(lockFile), { recursive: true });
  for (;;) {
    signal.throwIfAborted();
    const lock = tryLock(lockFile);
    if (!lock) {
      await pause(retryMs, undefined, { signal });
      continue;
    }
    try {
      return await work();
    } finally {
      lock.close();
    }
  }
}

/** Null while another holds it. */
function tryLock(lockFile: string): DatabaseSync | null {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if ((error as { readonly errcode?: unknown }).errcode === busy) return null;
    throw error;
  }
}

const retryMs = 200;
// sqlite.org/rescode.html
const busy = 5;
