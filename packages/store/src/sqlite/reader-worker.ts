import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '@outpost/contracts';
import type { Statement } from '../database/database.ts';
import { openSqliteConnection } from './connection.ts';

export interface ReaderRequest {
  readonly id: number;
  readonly statement: Statement;
}

export type ReaderAnswer =
  | { readonly id: number; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly error: string };

const connection = openSqliteConnection((workerData as { readonly file: string }).file, {
  readOnly: true,
});

parentPort?.on('message', ({ id, statement }: ReaderRequest) => {
  parentPort?.postMessage(answer(id, statement));
});

function answer(id: number, statement: Statement): ReaderAnswer {
  try {
    return { id, rows: connection.run(statement).rows };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
}
