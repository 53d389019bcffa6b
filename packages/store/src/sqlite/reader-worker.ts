// Imports types and SQLite only: what this thread loads, the process holds in memory a second time.
import { parentPort, workerData } from 'node:worker_threads';
import type { Statement } from '../database/database.ts';
import { openSqliteConnection } from './connection.ts';

/** A thread that answers each statement with its rows, in order. */
export type ReaderAnswer = { readonly rows: readonly unknown[] } | { readonly error: string };

export interface ReaderTask {
  readonly file: string;
  readonly mayWrite: boolean;
}

const { file, mayWrite } = workerData as ReaderTask;
const connection = openSqliteConnection(file, { readOnly: !mayWrite });

parentPort?.on('message', (statement: Statement) => {
  parentPort?.postMessage(answer(statement));
});

function answer(statement: Statement): ReaderAnswer {
  try {
    return { rows: connection.run(statement).rows };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
