import { hostname } from 'node:os';
import { sql, type RawBuilder } from 'kysely';
import { messageOf } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import type { Database } from '../database/database.ts';

const heartbeatIntervalMs = 5_000;
/** Longer than a busy process is ever silent; a run that is taken over notices by its next append. */
const silenceMaxMs = 30_000;

/** True of a row whose owner has ended or gone silent. */
export function whereOwnerIsGone(database: Database, ownerColumn: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select 1 from processes
    where processes.id = ${sql.ref(ownerColumn)}
    and processes.heartbeat_at > ${database.now()} - ${silenceMaxMs})`;
}

/**
 * Enters this process into the list of those at work; the result takes it out again. In SQLite the
 * lock on the directory already says that there is no other, so nothing needs to beat there.
 */
export async function joinProcesses({
  database,
  clock,
  processId,
}: StoreContext): Promise<() => Promise<void>> {
  const { query } = database;
  const alone = database.kind === 'sqlite';
  const joined = {
    id: processId,
    pid: process.pid,
    host: hostname(),
    started_at: clock.now(),
    heartbeat_at: alone ? Number.MAX_SAFE_INTEGER : database.now(),
  };
  await database.write([
    alone
      ? query.deleteFrom('processes')
      : query
          .deleteFrom('processes')
          .where('heartbeat_at', '<', sql<number>`${database.now()} - ${silenceMaxMs * 10}`),
    query.insertInto('processes').values(joined),
  ]);

  let cancel = (): void => {};
  let beating = !alone;
  const beat = async (): Promise<void> => {
    try {
      await database.write([
        query
          .insertInto('processes')
          .values(joined)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({ heartbeat_at: database.now() }),
          ),
      ]);
    } catch (error) {
      // The next beat may succeed; if none does, others take over, which is the purpose.
      process.emitWarning(`The heartbeat failed: ${messageOf(error)}`);
    }
    schedule();
  };
  const schedule = (): void => {
    if (beating) cancel = clock.after(heartbeatIntervalMs, () => void beat());
  };
  schedule();
  return async () => {
    beating = false;
    cancel();
    await database.write([query.deleteFrom('processes').where('id', '=', processId)]);
  };
}
