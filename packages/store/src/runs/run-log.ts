import { sql } from 'kysely';
import { AppError, type RunEvent, type RunLog } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { prepareStatement } from '../database/prepared.ts';
import type { RowOf } from '../database/table.ts';
import { runEventsTable } from '../tables/runs.ts';

/**
 * The log of runs: a row for each batch. The row says which events it holds, and is only inserted
 * behind the last one, so a log has no gap, and of two processes that believe they own a run the
 * second to append is told so: `record_conflict`.
 */
export function createRunLog({ database }: StoreContext): RunLog {
  interface Append {
    readonly runId: string;
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly events: string;
    readonly previousSeq: number;
  }
  const appendStatement = prepareStatement<Append>((slot) => ({
    compile: () =>
      sql`insert into run_events (run_id, first_seq, last_seq, events)
        select cast(${slot('runId')} as text), cast(${slot('firstSeq')} as bigint),
          cast(${slot('lastSeq')} as bigint), cast(${slot('events')} as text)
        where coalesce((select last_seq from run_events where run_id = ${slot('runId')}
          order by first_seq desc limit 1), 0) = cast(${slot('previousSeq')} as bigint)`.compile(
        database.query,
      ),
  }));

  async function* pages(runId: string, afterSeq = 0): AsyncGenerator<readonly RunEvent[]> {
    for (let seq = afterSeq; ;) {
      const rows = await database.query
        .selectFrom('run_events')
        .selectAll()
        .where('run_id', '=', runId)
        .where('last_seq', '>', seq)
        .orderBy('first_seq')
        .limit(pageRows)
        .execute();
      const events = rows.flatMap((row: RowOf<typeof runEventsTable>) => {
        const batch = runEventsTable.fromRow(row);
        if (batch.firstSeq > seq) return batch.events;
        return batch.events.filter((event) => event.seq > seq);
      });
      if (events.length > 0) yield events;
      if (rows.length < pageRows) return;
      seq = events.at(-1)?.seq ?? seq;
      // SQLite answers within the turn: without this a long log would be read in one.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const conflict = (): AppError =>
    new AppError('record_conflict', { details: { thing: 'The log of the run' } });

  return {
    async append(runId, events) {
      const first = events[0];
      const last = events.at(-1);
      if (!first || !last) return;
      assertConsecutive(events);
      const statement = appendStatement({
        runId,
        firstSeq: first.seq,
        lastSeq: last.seq,
        events: JSON.stringify(events),
        previousSeq: first.seq - 1,
      });
      try {
        await database.write([statement], {
          order: runId,
          check([inserted]) {
            if (inserted?.changes !== 1) throw conflict();
          },
        });
      } catch (error) {
        throw error instanceof AppError && error.code === 'record_exists' ? conflict() : error;
      }
    },

    pages,

    async read(runId, afterSeq) {
      const events: RunEvent[] = [];
      for await (const page of pages(runId, afterSeq)) for (const event of page) events.push(event);
      return events;
    },

    async last(runId) {
      const row = await database.query
        .selectFrom('run_events')
        .selectAll()
        .where('run_id', '=', runId)
        .orderBy('first_seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? (runEventsTable.fromRow(row).events.at(-1) ?? null) : null;
    },
  };
}

/** Batches read at once. */
const pageRows = 32;

function assertConsecutive(events: readonly RunEvent[]): void {
  for (const [index, event] of events.entries())
    if (event.seq !== (events[0]?.seq ?? 0) + index)
      throw new Error(`Event ${event.seq} is out of order: the batch must count up by one.`);
}
