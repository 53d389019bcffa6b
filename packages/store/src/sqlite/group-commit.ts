/**
 * One commit for all writes of a turn of the event loop. A durable commit costs an fsync however
 * little it holds, so writes are queued and run together:
 *
 * 1. `write` queues; the first of a turn schedules a flush behind the I/O events of this turn.
 * 2. The flush runs the queue, in order, in one transaction, and resolves each write after COMMIT.
 * 3. When a write fails, the transaction is rolled back and the group is run a second time with a
 *    savepoint around each write, so that only those at fault are refused. Failures are rare: all
 *    other groups do without savepoints, and however many writes fail, there is one commit.
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
    if (group.length > 0) commitGroup(connection, group);
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

type Outcome =
  | { readonly type: 'done'; readonly results: readonly WriteResult[] }
  | { readonly type: 'failed'; readonly error: unknown };

function commitGroup(connection: SqliteConnection, group: readonly Write[]): void {
  const outcomes = commitOutcomes(connection, group);
  for (const [index, { options, resolve, reject }] of group.entries()) {
    const outcome = outcomes[index];
    if (outcome?.type === 'done') resolve(outcome.results);
    else reject(sqliteError(outcome?.error, options.thing));
  }
}

function commitOutcomes(connection: SqliteConnection, group: readonly Write[]): readonly Outcome[] {
  const failAll = (error: unknown): readonly Outcome[] =>
    group.map(() => ({ type: 'failed', error }));
  try {
    return runTransaction(connection, group, runWrite);
  } catch (error) {
    if (group.length === 1) return failAll(error);
  }
  try {
    return runTransaction(connection, group, runGuarded);
  } catch (error) {
    // Not one write's fault: the disk is full or the database cannot be written.
    return failAll(error);
  }
}

function runTransaction(
  connection: SqliteConnection,
  group: readonly Write[],
  run: (connection: SqliteConnection, write: Write) => Outcome,
): readonly Outcome[] {
  connection.exec('begin immediate');
  try {
    const outcomes = group.map((write) => run(connection, write));
    connection.exec('commit');
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
}

function runWrite(connection: SqliteConnection, { statements, options }: Write): Outcome {
  const results = statements.map((statement) => connection.run(statement));
  options.check?.(results);
  return { type: 'done', results };
}

function runGuarded(connection: SqliteConnection, write: Write): Outcome {
  connection.exec('savepoint one');
  try {
    return runWrite(connection, write);
  } catch (error) {
    if (!connection.inTransaction) throw error;
    connection.exec('rollback to one');
    return { type: 'failed', error };
  } finally {
    if (connection.inTransaction) connection.exec('release one');
  }
}
