import { hostname } from 'node:os';
import { sql, type RawBuilder } from 'kysely';
import { messageOf } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';

/** Longer than a busy process is ever silent; a run that is taken over notices by its next append. */
export const silenceMaxMsDefault = 30_000;
const beatsInSilence = 6;
/** The beats after a pause of the database by which every process that lives has beaten again. */
const steadyBeatsMin = 5;

/** This process among those on the same database. */
export interface Presence {
  /** True of a row whose owner has ended or gone silent; of none while nobody can tell. */
  ownerIsGone(ownerColumn: string): RawBuilder<boolean>;
  /** Leaves the list of processes. */
  leave(): Promise<void>;
}

/**
 * Enters this process into the list of those at work. In SQLite the lock on the directory already
 * says that there is no other, so nothing needs to beat there.
 */
export async function joinProcesses(
  { database, clock, processId }: StoreContext,
  silenceMaxMs: number,
): Promise<Presence> {
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
  const intervalMs = silenceMaxMs / beatsInSilence;
  // When the database was away everybody was silent: who comes back first must not judge the others.
  let steadyBeats = steadyBeatsMin;
  const beat = async (): Promise<void> => {
    const startedAt = clock.now();
    try {
      await database.write([
        query
          .insertInto('processes')
          .values(joined)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({ heartbeat_at: database.now() }),
          ),
      ]);
      steadyBeats = clock.now() - startedAt > intervalMs ? 0 : steadyBeats + 1;
    } catch (error) {
      steadyBeats = 0;
      // The next beat may succeed; if none does, others take over, which is the purpose.
      process.emitWarning(`The heartbeat failed: ${messageOf(error)}`);
    }
    schedule();
  };
  const schedule = (): void => {
    if (beating) cancel = clock.after(intervalMs, () => void beat());
  };
  schedule();
  return {
    ownerIsGone: (ownerColumn) =>
      steadyBeats < steadyBeatsMin
        ? sql<boolean>`1 = 0`
        : sql<boolean>`not exists (select 1 from processes
            where processes.id = ${sql.ref(ownerColumn)}
            and processes.heartbeat_at > ${database.now()} - ${silenceMaxMs})`,
    async leave() {
      beating = false;
      cancel();
      await database.write([query.deleteFrom('processes').where('id', '=', processId)]);
    },
  };
}
