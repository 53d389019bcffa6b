import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Backend } from './backend.ts';

/** SQLite in a temporary directory. */
export const sqliteBackend: Backend = {
  name: 'SQLite',
  place() {
    const directories: string[] = [];
    const next = (): string => {
      const directory = mkdtempSync(join(tmpdir(), 'outpost-store-'));
      directories.push(directory);
      return directory;
    };
    let directory = next();
    return Promise.resolve({
      get directory() {
        return directory;
      },
      crash() {
        // A copy of the files as they are: the first process may go on, but nobody sees it.
        const copy = next();
        cpSync(directory, copy, {
          recursive: true,
          filter: (path) => !basename(path).endsWith('-shm'),
        });
        directory = copy;
        return Promise.resolve();
      },
      remove() {
        for (const path of directories) rmSync(path, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  },
};
