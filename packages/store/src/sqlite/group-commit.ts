/**
 * One commit for all writes of a turn of the event loop. A durable commit costs an fsync however
 * little it holds, so writes are queued and run together:
 *
 * 1. `write` queues; the first of a turn schedules a flush behind the I/O events of this turn.
 * 2. The flush runs the queue, in order, in one transaction, and resolves each write after COMMIT.
 * 3. When a write fails, the transaction is rolled back and each write is run again alone, so that
 *    only the one at fault is refused. Failures are rare, and this way none of the others pays a
 *    savepoint.
 *
 * SQLite is synchronous here: nobody ever sees the transaction open.
 */
import { AppError } from '@outpost/contracts';
import type { Statement, WriteOptions, WriteResult } from '../database/database.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteError } from './sqlite-error.ts';

interface Write {
  readonly statements: readonly Statement[];
  readonly options: WriteOptions;
  readonly resolve: (results: readonly WriteResult[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit {
  write(statements: readonly Statement[], options: WriteOptions): Promise<readonly WriteResult[]>;
  /** Commits what is queued and refuses what comes later. */
  close(): void;
}

/** Bounds how long one group holds the event loop. */
const groupMax = 1000;
const queueMax = 100_000;

export function createGroupCommit(connection: SqliteConnection): GroupCommit {
  let queue: Write[] = [];
  let scheduled = false;
  let closed = false;

  function schedule(): void {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const group = queue.splice(0, groupMax);
    commitGroup(connection, group);
    schedule();
  }

  return {
    write(statements, options) {
      if (closed || queue.length >= queueMax) {
        const reason = closed ? 'it is closed' : `${queueMax} writes are waiting`;
        return Promise.reject(new AppError('database_failed', { details: { reason } }));
      }
      return new Promise((resolve, reject) => {
        queue.push({ statements, options, resolve, reject });
        schedule();
      });
    },
    close() {
      closed = true;
      while (queue.length > 0) flush();
      queue = [];
    },
  };
}

function commitGroup(connection: SqliteConnection, group: readonly Write[]): void {
  if (group.length === 0) return;
  let outcomes: (readonly WriteResult[])[];
  try {
    outcomes = runTransaction(connection, group);
  } catch (error) {
    if (group.length > 1) for (const write of group) commitGroup(connection, [write]);
    else group[0]?.reject(sqliteError(error, group[0].options.thing));
    return;
  }
  for (const [index, write] of group.entries()) write.resolve(outcomes[index] ?? []);
}

function runTransaction(
  connection: SqliteConnection,
  group: readonly Write[],
): (readonly WriteResult[])[] {
  connection.exec('begin immediate');
  try {
    const outcomes = group.map(({ statements, options }) => {
      const results = statements.map((statement) => connection.run(statement));
      options.check?.(results);
      return results;
    });
    connection.exec('commit');
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
}
