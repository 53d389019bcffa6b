/**
 * Long statements in a thread of their own, one at a time, started by the first of them. SQLite cannot be
 * interrupted from outside its thread, so a query that takes too long is abandoned with its thread,
 * which ends when SQLite returns; the next query gets a new thread, and there are at most two.
 */
import { Worker } from 'node:worker_threads';
import { AppError, messageOf, type Clock } from '@outpost/contracts';
import type { Statement } from '../database/database.ts';
import type { ReaderAnswer, ReaderTask } from './reader-worker.ts';

export interface Reader {
  /** Throws `database_failed` after the time-out, or when too many are waiting. */
  read(statement: Statement): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

interface Query {
  readonly statement: Statement;
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: AppError) => void;
}

const queryTimeoutMs = 30_000;
const threadsMax = 2;
const waitingMax = 200;

export function createReader({
  file,
  program,
  clock,
  mayWrite = false,
}: {
  readonly file: string;
  readonly program: URL;
  readonly clock: Clock;
  /** For upkeep of the database file; everything else is written by the main connection. */
  readonly mayWrite?: boolean;
}): Reader {
  const waiting: Query[] = [];
  const threads = new Set<Worker>();
  let current: Worker | null = null;
  let running: { readonly query: Query; readonly cancelTimer: () => void } | null = null;
  let closed = false;

  function startNext(): void {
    if (running) return;
    const query = waiting.shift();
    // An idle reader does not keep the process alive.
    if (!query) {
      current?.unref();
      return;
    }
    if (!current && threads.size >= threadsMax) {
      query.reject(failed(`${threadsMax} queries that took too long are still running`));
      startNext();
      return;
    }
    current ??= startThread();
    current.ref();
    const cancelTimer = clock.after(queryTimeoutMs, () => {
      abandon(`the query took longer than ${queryTimeoutMs} ms`);
    });
    running = { query, cancelTimer };
    const { sql, parameters } = query.statement;
    current.postMessage({ sql, parameters } satisfies Statement);
  }

  function finish(settle: (query: Query) => void): void {
    if (!running) return;
    const { query, cancelTimer } = running;
    cancelTimer();
    running = null;
    settle(query);
    startNext();
  }

  function abandon(reason: string): void {
    const thread = current;
    current = null;
    thread?.unref();
    void thread?.terminate();
    finish(({ reject }) => reject(failed(reason)));
  }

  function startThread(): Worker {
    const thread = new Worker(program, {
      name: mayWrite ? 'store-upkeep' : 'store-reader',
      workerData: { file, mayWrite } satisfies ReaderTask,
    });
    threads.add(thread);
    thread.on('message', (answer: ReaderAnswer) => {
      if (thread !== current) return;
      finish(({ resolve, reject }) => {
        if ('error' in answer) reject(failed(answer.error));
        else resolve(answer.rows);
      });
    });
    thread.on('error', (error) => {
      if (thread === current) abandon(messageOf(error));
    });
    thread.on('exit', () => threads.delete(thread));
    return thread;
  }

  return {
    read(statement) {
      if (closed) return Promise.reject(failed('it is closed'));
      if (waiting.length >= waitingMax)
        return Promise.reject(failed(`${waitingMax} long queries are waiting`));
      return new Promise((resolve, reject) => {
        waiting.push({ statement, resolve, reject });
        startNext();
      });
    },
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(failed('it is closed'));
      abandon('it is closed');
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}

function failed(reason: string): AppError {
  return new AppError('database_failed', { details: { reason } });
}
