import { Worker } from 'node:worker_threads';
import { AppError, messageOf } from '@outpost/contracts';
import type { Statement } from '../database/database.ts';
import type { ReaderAnswer, ReaderRequest } from './reader-worker.ts';

/** Long reads in a thread of their own, started by the first of them. */
export interface Reader {
  /** Throws `database_failed` after `queryTimeoutMs`, or when too many are waiting. */
  read(statement: Statement): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: AppError) => void;
  readonly timer: NodeJS.Timeout;
}

const queryTimeoutMs = 30_000;
const waitingMax = 200;

export function createReader(file: string, program: URL): Reader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;
  let closed = false;

  function settle(id: number): Waiting | undefined {
    const entry = waiting.get(id);
    if (entry) clearTimeout(entry.timer);
    waiting.delete(id);
    // An idle reader does not keep the process alive.
    if (waiting.size === 0) worker?.unref();
    return entry;
  }

  /** SQLite cannot be interrupted from outside its thread; ending the thread of a reader is safe. */
  async function stop(reason: string): Promise<void> {
    const stopped = worker;
    worker = null;
    for (const id of waiting.keys()) settle(id)?.reject(failed(reason));
    await stopped?.terminate();
  }

  function start(): Worker {
    const started = new Worker(program, {
      name: 'store-reader',
      workerData: { file },
    });
    started.on('message', (answer: ReaderAnswer) => {
      const entry = settle(answer.id);
      if ('error' in answer) entry?.reject(failed(answer.error));
      else entry?.resolve(answer.rows);
    });
    started.on('error', (error) => {
      if (worker === started) void stop(messageOf(error));
    });
    return started;
  }

  return {
    read(statement) {
      if (closed) return Promise.reject(failed('it is closed'));
      if (waiting.size >= waitingMax)
        return Promise.reject(failed(`${waitingMax} long queries are waiting`));
      worker ??= start();
      worker.ref();
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          void stop(`a query took longer than ${queryTimeoutMs} ms`);
        }, queryTimeoutMs);
        timer.unref();
        waiting.set(id, { resolve, reject, timer });
        worker?.postMessage({
          id,
          statement: { sql: statement.sql, parameters: statement.parameters },
        } satisfies ReaderRequest);
      });
    },
    close() {
      closed = true;
      return stop('it is closed');
    },
  };
}

function failed(reason: string): AppError {
  return new AppError('database_failed', { details: { reason } });
}
