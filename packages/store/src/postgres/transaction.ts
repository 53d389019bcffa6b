import type pg from 'pg';
import type { Statement, WriteOptions, WriteResult } from '../database/database.ts';

/** Runs statements as one transaction; a single one without a check is its own. */
export async function runTransaction(
  pool: pg.Pool,
  statements: readonly Statement[],
  check: WriteOptions['check'],
): Promise<readonly WriteResult[]> {
  const [only, ...others] = statements;
  if (!only) return [];
  if (others.length === 0 && !check) return [await runStatement(pool, only)];

  const client = await pool.connect();
  let broken = true;
  try {
    // All leave at once: after a failure PostgreSQL refuses the rest by itself.
    const outcomes = await Promise.allSettled([
      client.query('begin'),
      ...statements.map((statement) => runStatement(client, statement)),
    ]);
    try {
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
      const results = outcomes
        .slice(1)
        .flatMap((outcome) =>
          outcome.status === 'fulfilled' ? [outcome.value as WriteResult] : [],
        );
      check?.(results);
      await client.query('commit');
      broken = false;
      return results;
    } catch (error) {
      await client.query('rollback').then(
        () => (broken = false),
        () => (broken = true),
      );
      throw error;
    }
  } finally {
    // A connection whose transaction has an unknown state is closed, never handed to another.
    client.release(broken);
  }
}

async function runStatement(
  client: pg.Pool | pg.PoolClient,
  { sql, parameters }: Statement,
): Promise<WriteResult> {
  const { rowCount, rows } = await client.query<Record<string, unknown>>(sql, [...parameters]);
  return { changes: rowCount ?? 0, rows };
}
