/**
 * One commit for all writes that come while the disk is busy with the last one. A durable commit
 * costs an fsync however little it holds, and an fsync takes from a fraction of a millisecond to
 * tens of them, so writes are queued and run together, and nobody waits for the disk but they:
 *
 * 1. `write` queues; the first of a turn schedules a flush behind the I/O events of this turn.
 * 2. The flush runs the queue, in order, in one transaction. SQLite hands it to the file system and
 *    syncs nothing itself (`synchronous = normal`).
 * 3. `log.sync` has a thread bring it to the disk; then each write of the group is resolved. What
 *    came meanwhile would have to wait for the next sync in any case, so it waits in the queue and
 *    becomes one transaction.
 * 4. When a write fails, the transaction is rolled back and the group is run a second time with a
 *    savepoint around each write, so that only those at fault are refused. Failures are rare: all
 *    other groups do without savepoints, and however many writes fail, there is one commit.
 *
 * SQLite is synchronous here: nobody ever sees the transaction open.
 */
import { AppError, messageOf } from '@outpost/contracts';
import type { Statement, WriteOptions, WriteResult } from '../database/database.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteError } from './sqlite-error.ts';

interface Write {
  readonly statements: readonly Statement[];
  readonly options: WriteOptions;
  readonly resolve: (results: readonly WriteResult[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Committed extends Pick<Write, 'resolve' | 'reject'> {
  readonly results: readonly WriteResult[];
}

export interface GroupCommit {
  write(statements: readonly Statement[], options: WriteOptions): Promise<readonly WriteResult[]>;
  /** Refuses what comes later; resolves when what is queued is on disk. */
  close(): Promise<void>;
}

/** Brings commits to the disk. */
export interface CommitLog {
  /** Resolves when everything that was committed before the call is on disk. */
  sync(): Promise<void>;
  /** Called after each sync: what to wait for before anything more is committed. */
  tidy(): Promise<void> | null;
}

/** Bounds how long one group holds the event loop; a full one does not wait for the disk. */
const groupMax = 256;
const queueMax = 100_000;

export function createGroupCommit(connection: SqliteConnection, log: CommitLog): GroupCommit {
  let queue: Write[] = [];
  /** Committed and not yet on disk. */
  let committed: Committed[] = [];
  let scheduled = false;
  let syncing: Promise<void> | null = null;
  let tidying = false;
  let refusal: string | null = null;

  function schedule(): void {
    if (scheduled || tidying || queue.length === 0) return;
    if (syncing && queue.length < groupMax) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const group = queue.splice(0, groupMax);
    for (const write of commitGroup(connection, group)) committed.push(write);
    if (committed.length > 0) syncing ??= syncAll();
    schedule();
  }

  async function syncAll(): Promise<void> {
    while (committed.length > 0) {
      const group = committed;
      committed = [];
      try {
        await log.sync();
      } catch (error) {
        giveUp(messageOf(error), [...group, ...committed, ...queue.splice(0)]);
        committed = [];
        break;
      }
      for (const { resolve, results } of group) resolve(results);
    }
    syncing = null;
    const tidied = log.tidy();
    if (tidied) {
      tidying = true;
      await tidied;
      tidying = false;
    }
    schedule();
  }

  /**
   * After a sync that failed the system takes what it could not write for written, so a second sync
   * proves nothing. Only a start tells what is there: it reads the log up to the first frame that is
   * not whole.
   */
  function giveUp(reason: string, refused: readonly Pick<Write, 'reject'>[]): void {
    refusal = `the disk did not take what was written (${reason}); start again once it does`;
    for (const { reject } of refused) reject(failed(refusal));
  }

  return {
    write(statements, options) {
      if (refusal !== null) return Promise.reject(failed(refusal));
      if (queue.length >= queueMax) return Promise.reject(failed(`${queueMax} writes are waiting`));
      return new Promise((resolve, reject) => {
        queue.push({ statements, options, resolve, reject });
        schedule();
      });
    },
    async close() {
      refusal ??= 'it is closed';
      while (queue.length > 0) flush();
      await syncing;
    },
  };
}

function failed(reason: string): AppError {
  return new AppError('database_failed', { details: { reason } });
}

type Outcome =
  | { readonly type: 'done'; readonly results: readonly WriteResult[] }
  | { readonly type: 'failed'; readonly error: unknown };

/** Refuses the writes that fail and returns the others. */
function commitGroup(connection: SqliteConnection, group: readonly Write[]): readonly Committed[] {
  if (group.length === 0) return [];
  const outcomes = commitOutcomes(connection, group);
  return group.flatMap(({ options, resolve, reject }, index) => {
    const outcome = outcomes[index];
    if (outcome?.type === 'done') return [{ results: outcome.results, resolve, reject }];
    reject(sqliteError(outcome?.error, options.thing));
    return [];
  });
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
