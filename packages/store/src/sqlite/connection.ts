import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';
import type { Statement, WriteResult } from '../database/database.ts';

/** One SQLite connection with its prepared statements, least recently used out. */
export interface SqliteConnection {
  run(statement: Statement): WriteResult;
  exec(text: string): void;
  /** False after SQLite has rolled back by itself, as it does when the disk is full. */
  readonly inTransaction: boolean;
  close(): void;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

const statementsMax = 300;

const writerSettings = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma journal_size_limit = 67108864`;

export function openSqliteConnection(
  file: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): SqliteConnection {
  const database = new DatabaseSync(file, { readOnly, timeout: 5000 });
  try {
    if (!readOnly) database.exec(writerSettings);
    database.exec('pragma cache_size = -8000; pragma temp_store = memory');
  } catch (error) {
    database.close();
    throw error;
  }
  const cache = new Map<string, Prepared>();

  function prepare(text: string): Prepared {
    let prepared = cache.get(text);
    if (prepared) {
      cache.delete(text);
    } else {
      const statement = database.prepare(text);
      prepared = { statement, returnsRows: statement.columns().length > 0 };
      if (cache.size >= statementsMax) cache.delete(cache.keys().next().value ?? '');
    }
    cache.set(text, prepared);
    return prepared;
  }

  return {
    run({ sql, parameters }) {
      const { statement, returnsRows } = prepare(sql);
      const values = parameters as readonly SQLInputValue[];
      if (returnsRows) {
        const rows = statement.all(...values);
        return { rows, changes: rows.length };
      }
      return { rows: [], changes: Number(statement.run(...values).changes) };
    },
    exec(text) {
      database.exec(text);
    },
    get inTransaction() {
      return database.isTransaction;
    },
    close() {
      cache.clear();
      database.close();
    },
  };
}
