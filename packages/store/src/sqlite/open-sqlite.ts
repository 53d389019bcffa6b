import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type Clock } from '@outpost/contracts';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { statementOf, type Database } from '../database/database.ts';
import { applyMigrations, pendingMigrations, type ExecuteSql } from '../database/migrate.ts';
import { createQueryBuilder, type ReadRows } from '../database/query-builder.ts';
import { openSqliteConnection, type SqliteConnection } from './connection.ts';
import type { Signals } from '../signals.ts';
import { lockDataDirectory, type DataDirectoryLock } from './data-directory-lock.ts';
import { createGroupCommit } from './group-commit.ts';
import { createLocalSignals } from './local-signals.ts';
import { createReader } from './reader.ts';
import { sqliteError } from './sqlite-error.ts';
import { openWriteAheadLog } from './write-ahead-log.ts';

/**
 * Opens `outpost.sqlite` in a directory that this process then holds alone, at the newest schema.
 * Throws `data_directory_in_use`, `database_missing`, `database_newer`, `database_failed`.
 */
export async function openSqlite({
  directory,
  clock,
  readerProgram,
}: {
  readonly directory: string;
  readonly clock: Clock;
  readonly readerProgram: URL;
}): Promise<{ readonly database: Database; readonly signals: Signals }> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const lock = lockDataDirectory(directory);
    try {
      const file = join(directory, 'outpost.sqlite');
      refuseLostData(directory, file);
      const connection = await openMigrated(file, { directory, clock });
      const database = sqliteDatabase({ connection, file, clock, lock, readerProgram });
      return { database, signals: createLocalSignals() };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw sqliteError(error);
  }
}

async function openMigrated(
  file: string,
  options: { readonly directory: string; readonly clock: Clock },
): Promise<SqliteConnection> {
  const connection = openSqliteConnection(file);
  try {
    await migrate(connection, options);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function sqliteDatabase({
  connection,
  file,
  clock,
  lock,
  readerProgram,
}: {
  readonly connection: SqliteConnection;
  readonly file: string;
  readonly clock: Clock;
  readonly lock: DataDirectoryLock;
  readonly readerProgram: URL;
}): Database {
  const log = openWriteAheadLog({ connection, file, program: readerProgram, clock });
  const commits = createGroupCommit(connection, log);
  const reader = createReader({ file, program: readerProgram, clock });
  const parts = {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database: ConstructorParameters<typeof SqliteIntrospector>[0]) =>
      new SqliteIntrospector(database),
  };
  const readNow: ReadRows = (statement) => {
    try {
      return Promise.resolve(connection.run(statement).rows);
    } catch (error) {
      return Promise.reject(sqliteError(error));
    }
  };
  return {
    kind: 'sqlite',
    query: createQueryBuilder(parts, readNow),
    slowQuery: createQueryBuilder(parts, (statement) => reader.read(statement)),
    read: readNow,
    write: (statements, options = {}) => commits.write(statements.map(statementOf), options),
    now: () => sql<number>`${clock.now()}`,
    skipLocked: sql``,
    async close() {
      await commits.close();
      await Promise.all([reader.close(), log.close()]);
      connection.close();
      lock.release();
    },
  };
}

/** An empty database where data used to be is how an upgrade “loses everything”: better to stop. */
function refuseLostData(directory: string, file: string): void {
  const marker = join(directory, 'outpost.marker');
  if (!existsSync(file) && existsSync(marker))
    throw new AppError('database_missing', { details: { file, marker } });
}

async function migrate(
  connection: SqliteConnection,
  { directory, clock }: { readonly directory: string; readonly clock: Clock },
): Promise<void> {
  const execute: ExecuteSql = (sqlText, parameters = []) =>
    Promise.resolve(connection.run({ sql: sqlText, parameters }).rows);
  const pending = await pendingMigrations(execute);
  const hasData = (await execute('select 1 from schema_migrations limit 1')).length > 0;
  if (pending.length > 0 && hasData) takeSnapshot(connection, directory, clock.now());
  connection.exec('begin immediate');
  try {
    await applyMigrations(execute, {
      pending,
      types: { text: 'text', blob: 'blob' },
      now: clock.now(),
      parameter: () => '?',
    });
    connection.exec('commit');
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
  writeFileSync(join(directory, 'outpost.marker'), 'This directory holds the data of Outpost.\n');
}

const snapshotsKept = 3;

/** Copies the database into `snapshots/` before an upgrade touches it. */
function takeSnapshot(connection: SqliteConnection, directory: string, now: number): void {
  const folder = join(directory, 'snapshots');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `before-upgrade-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`;
  connection.run({ sql: 'vacuum into ?', parameters: [join(folder, name)] });
  const outdated = readdirSync(folder)
    .filter((entry) => entry.startsWith('before-upgrade-'))
    .sort()
    .slice(0, -snapshotsKept);
  for (const entry of outdated) rmSync(join(folder, entry));
}
