import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '@outpost/contracts';

export interface DataDirectoryLock {
  release(): void;
}

/**
 * Holds a directory for this process: an exclusive SQLite lock on a file of its own, which the
 * kernel frees however the process ends. The pid beside it is for people only and decides nothing.
 * Throws `data_directory_in_use` while another holds it.
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  const pidFile = join(directory, 'outpost.pid');
  const database = new DatabaseSync(join(directory, 'outpost.lock'), { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    database.close();
    if ((error as { readonly errcode?: unknown }).errcode !== busy) throw error;
    throw new AppError('data_directory_in_use', {
      details: { directory, pid: readPid(pidFile) },
      cause: error,
    });
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

// sqlite.org/rescode.html
const busy = 5;

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim() || '?';
  } catch {
    // The holder is between taking the lock and writing its pid, or between the reverse.
    return '?';
  }
}
