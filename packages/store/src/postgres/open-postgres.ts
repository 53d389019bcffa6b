import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import pg from 'pg';
import { AppError, messageOf, type Clock } from '@outpost/contracts';
import { statementOf, type Database } from '../database/database.ts';
import { applyMigrations, pendingMigrations, type ExecuteSql } from '../database/migrate.ts';
import { createQueryBuilder, type ReadRows } from '../database/query-builder.ts';
import type { Signals } from '../signals.ts';
import { createKeyedOrder } from './keyed-order.ts';
import { createNotifySignals } from './notify-signals.ts';
import { isWorthRepeating, postgresError } from './postgres-error.ts';
import { runTransaction } from './transaction.ts';

const connectionsMax = 10;
const connectTimeoutMs = 10_000;
const statementTimeoutMs = 30_000;
const lockTimeoutMs = 10_000;
/** The server's own limit comes first, unless nothing comes from there any more. */
const answerTimeoutMs = statementTimeoutMs + 5_000;
const triesMax = 4;
const waitingMax = 10_000;

/**
 * Opens the database behind a `postgres://` address, at the newest schema, in the schema that the
 * connection's search path names first. Any number of processes may do so at once.
 * Throws `database_newer`, `database_failed`.
 */
export async function openPostgres({
  databaseUrl,
  processId,
  clock,
}: {
  readonly databaseUrl: string;
  readonly processId: string;
  readonly clock: Clock;
}): Promise<{ readonly database: Database; readonly signals: Signals }> {
  const pool = createPool(databaseUrl);
  try {
    const schema = await migrate(pool, clock);
    const signals = await createNotifySignals({
      connect: () => new pg.Client({ ...connectionOptions(databaseUrl), keepAlive: true }),
      notify: async (channel, payload) => {
        await pool.query('select pg_notify($1, $2)', [channel, payload]);
      },
      // PostgreSQL's channels are the whole database's; installations in two schemas are apart.
      channel: `outpost_${schema}`,
      processId,
      clock,
    });
    return { database: postgresDatabase(pool, () => signals.close()), signals };
  } catch (error) {
    await pool.end();
    throw postgresError(error);
  }
}

function postgresDatabase(pool: pg.Pool, closeSignals: () => Promise<void>): Database {
  const inOrder = createKeyedOrder();
  const readRows: ReadRows = async (statement) => {
    try {
      const { rows } = await pool.query<Record<string, unknown>>(statement.sql, [
        ...statement.parameters,
      ]);
      return rows;
    } catch (error) {
      throw postgresError(error);
    }
  };
  const query = createQueryBuilder(
    {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (database) => new PostgresIntrospector(database),
    },
    readRows,
  );
  return {
    kind: 'postgres',
    query,
    slowQuery: query,
    read: readRows,
    async write(sources, options = {}) {
      if (pool.waitingCount >= waitingMax)
        throw new AppError('database_failed', {
          details: { reason: `${waitingMax} writes are waiting` },
        });
      const statements = sources.map(statementOf);
      return inOrder(options.order, async () => {
        for (let tries = 1; ; tries += 1) {
          try {
            return await runTransaction(pool, statements, options.check);
          } catch (error) {
            if (tries < triesMax && isWorthRepeating(error)) continue;
            throw postgresError(error, options.thing);
          }
        }
      });
    },
    // The processes' own clocks may differ; this one they share.
    now: () => sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
    skipLocked: sql`for update skip locked`,
    async close() {
      await closeSignals();
      await pool.end();
    },
  };
}

function createPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOptions(databaseUrl),
    max: connectionsMax,
    idleTimeoutMillis: 30_000,
    // The statements of a transaction leave together instead of each waiting for the last one.
    pipeline: true,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end us.
  pool.on('error', (error) => {
    process.emitWarning(`A connection to PostgreSQL broke: ${messageOf(error)}`);
  });
  return pool;
}

function connectionOptions(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: 'outpost',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    query_timeout: answerTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    types: { getTypeParser },
  };
}

/** Our integers stay below 2^53, and sums of them are asked for as numbers. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
    ? Number
    : (pg.types.getTypeParser(oid, format) as (text: string) => unknown);

/** Migrates under a lock that other starters wait for; returns the schema's name. */
async function migrate(pool: pg.Pool, clock: Clock): Promise<string> {
  const client = await pool.connect();
  const execute: ExecuteSql = async (text, parameters = []) => {
    const { rows } = await client.query<Record<string, unknown>>(text, [...parameters]);
    return rows;
  };
  try {
    await execute('begin');
    const [row] = await execute('select current_schema() as name');
    const schema = (row as { readonly name: string | null } | undefined)?.name;
    if (!schema) throw new Error('The search path of the connection names no schema that exists.');
    // Waiting for another starter's upgrade may take longer than any wait for a row.
    await execute('set local lock_timeout = 0; set local statement_timeout = 0');
    await execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`outpost ${schema}`]);
    await applyMigrations(execute, {
      pending: await pendingMigrations(execute),
      types: { text: 'text collate "C"', blob: 'bytea' },
      now: clock.now(),
      parameter: (index) => `$${index}`,
    });
    await execute('commit');
    return schema;
  } catch (error) {
    // Should this fail too, the connection is gone, and the transaction with it.
    await execute('rollback').catch(() => []);
    throw error;
  } finally {
    client.release();
  }
}
