import {
  type CompiledQuery,
  Kysely,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Statement } from './database.ts';
import type { Tables } from './tables.ts';

/** Runs one reading statement. */
export type ReadRows = (statement: Statement) => Promise<readonly unknown[]>;

type DialectParts = Pick<Dialect, 'createAdapter' | 'createQueryCompiler' | 'createIntrospector'>;

/** Kysely over one function. There are no transactions here: writes are `Database.write`. */
export function createQueryBuilder(parts: DialectParts, readRows: ReadRows): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: { ...parts, createDriver: () => createReadingDriver(readRows) },
  });
}

function createReadingDriver(readRows: ReadRows): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      if (query.query.kind !== 'SelectQueryNode' && query.query.kind !== 'RawNode')
        throw new Error(`${query.query.kind} must go through Database.write.`);
      return { rows: (await readRows(query)) as Row[] };
    },
    streamQuery() {
      throw new Error('Rows are not streamed; page through them.');
    },
  };
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('A write is one call of Database.write.'));
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: nothing,
    destroy: nothing,
  };
}
