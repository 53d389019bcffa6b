import { sql, type Compilable, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';
import type { SqlValue, Table } from './table.ts';

/** SQL text with its values, ready to run. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface WriteResult {
  /** Rows inserted, updated or deleted. */
  readonly changes: number;
  /** What `RETURNING` gave. */
  readonly rows: readonly unknown[];
}

export interface WriteOptions {
  /** Looks at the results before the commit; what it throws undoes this write, and only this one. */
  readonly check?: (results: readonly WriteResult[]) => void;
  /** Writes of the same order key are applied in the order of the calls. */
  readonly order?: string;
  /** Names the record in the message when a unique key is taken. */
  readonly thing?: string;
}

/**
 * What repositories know of a database. Reads are Kysely queries; a write is a list of statements
 * that takes effect whole or not at all, because that is what can be grouped with other writes into
 * one commit. What a write must know, it asks within its SQL.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** Builds every query, and runs short reads. Refuses to run anything that writes. */
  readonly query: Kysely<Tables>;
  /** The same for reads that may take long: searches and statistics. Never holds up the others. */
  readonly slowQuery: Kysely<Tables>;
  /** Runs a short read that is compiled already. */
  read(statement: Statement): Promise<readonly unknown[]>;
  /** Resolves when the write is durable. */
  write(
    statements: readonly (Statement | Compilable<unknown>)[],
    options?: WriteOptions,
  ): Promise<readonly WriteResult[]>;
  /** The time that all processes on this database agree on, epoch milliseconds. */
  readonly now: () => RawBuilder<number>;
  /** Ends a subquery that picks rows to update, so that two processes pick different ones. */
  readonly skipLocked: RawBuilder<unknown>;
  close(): Promise<void>;
}

export function statementOf(source: Statement | Compilable<unknown>): Statement {
  return 'compile' in source ? source.compile() : source;
}

const insertTexts = new WeakMap<Database, Map<string, string>>();

/** `INSERT` of a whole record, compiled once per table and database: the hot path of every run. */
export function insertStatement<Columns>(
  database: Database,
  table: Table<string, Columns>,
  record: Parameters<Table<string, Columns>['toValues']>[0],
): Statement {
  const texts = insertTexts.get(database) ?? new Map<string, string>();
  insertTexts.set(database, texts);
  const parameters: SqlValue[] = table.toValues(record);
  let text = texts.get(table.name);
  if (text === undefined) {
    const names = sql.join(table.columns.map((column) => sql.ref(column)));
    text =
      sql`insert into ${sql.table(table.name)} (${names}) values (${sql.join(parameters)})`.compile(
        database.query,
      ).sql;
    texts.set(table.name, text);
  }
  return { sql: text, parameters };
}
