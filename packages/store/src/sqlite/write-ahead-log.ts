/**
 * The write-ahead log beside the database file, kept on disk and kept small without the event loop
 * waiting for either.
 *
 * Syncing: a commit is durable when the log's bytes are on disk. SQLite would sync in its own thread,
 * which here is the one that serves everybody; a sync of the same file by a thread of the pool means
 * the same.
 *
 * Checkpoints copy the log's pages into the database file, so that the log can begin anew. SQLite
 * would do that within a commit. Here a thread of its own does, in two goes: *copying* takes as long
 * as it takes while commits go on; *ending* copies what came meanwhile, which is little, while
 * commits wait – a log that somebody always writes to would otherwise never be copied to its end,
 * and only then does it begin anew. Neither is in the way of reads, nor of anything but writes.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';
import type { Clock } from '@outpost/contracts';
import type { SqliteConnection } from './connection.ts';
import type { CommitLog } from './group-commit.ts';
import { createReader } from './reader.ts';

export interface WriteAheadLog extends CommitLog {
  close(): Promise<void>;
}

/** Pages of 4 KB that wait to be copied. */
const copiedFromPages = 2000;
/** SQLite itself copies from here on: the thread does not get on. */
const copiedByWriterFromPages = 10_000;

const copyLog = { sql: 'pragma wal_checkpoint(passive)', parameters: [] };
const lookAtLog = { sql: 'pragma wal_checkpoint(noop)', parameters: [] };

/** Takes syncing and checkpoints over from the connection. */
export function openWriteAheadLog({
  connection,
  file,
  program,
  clock,
}: {
  readonly connection: SqliteConnection;
  readonly file: string;
  readonly program: URL;
  readonly clock: Clock;
}): WriteAheadLog {
  connection.exec(
    `pragma synchronous = normal; pragma wal_autocheckpoint = ${copiedByWriterFromPages}`,
  );
  // Windows syncs only what may be written. The file stays for as long as the connection is open.
  const handle = openSync(`${file}-wal`, 'r+');
  const copier = createReader({ file, program, clock, mayWrite: true });
  let state: 'small' | 'copying' | 'copied' = 'small';

  const copy = (next: typeof state): Promise<void> =>
    copier.read(copyLog).then(
      () => {
        state = next;
      },
      // The next look begins again, and the writer is the last resort.
      () => {
        state = 'small';
      },
    );

  return {
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(handle, (error) => (error ? reject(error) : resolve()));
      }),
    tidy() {
      if (state === 'copied') return copy('small');
      if (state === 'small' && waitingPages(connection) >= copiedFromPages) {
        state = 'copying';
        void copy('copied');
      }
      return null;
    },
    async close() {
      await copier.close();
      closeSync(handle);
    },
  };
}

function waitingPages(connection: SqliteConnection): number {
  const [row] = connection.run(lookAtLog).rows;
  const { log, checkpointed } = row as { readonly log: number; readonly checkpointed: number };
  return log - checkpointed;
}
