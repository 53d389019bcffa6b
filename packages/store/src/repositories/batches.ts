import { sql } from 'kysely';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import {
  mustChange,
  ownerThing,
  pageBounds,
  pageOf,
  type Page,
  type PageRequest,
} from '../database/results.ts';
import {
  batchesTable,
  batchResultsTable,
  publishGatesTable,
  type Batch,
  type BatchResult,
  type PublishGate,
} from '../tables/lab.ts';

export type NewBatch = Omit<
  Batch,
  'status' | 'error' | 'createdAt' | 'startedAt' | 'finishedAt' | 'id'
>;
export type NewBatchResult = Pick<
  BatchResult,
  'number' | 'rowId' | 'inputs' | 'query' | 'expected' | 'checks'
>;
/** What a row of a batch came to. */
export type BatchOutcome = Pick<
  BatchResult,
  | 'runId'
  | 'output'
  | 'error'
  | 'verdicts'
  | 'elapsedMs'
  | 'totalTokens'
  | 'totalPrice'
  | 'currency'
> & { readonly status: Exclude<BatchResult['status'], 'waiting' | 'running'> };

/** How the rows of a batch stand. */
export interface BatchTally {
  readonly byStatus: Readonly<Partial<Record<BatchResult['status'], number>>>;
  readonly totalTokens: number;
  /** Sums of approximations, by currency. */
  readonly costs: Readonly<Record<string, number>>;
}

export type BatchSummary = Omit<Batch, 'document'>;

const openStatuses = ['waiting', 'running'] as const;

export type Batches = ReturnType<typeof createBatches>;

export function createBatches({ database, clock, ids }: StoreContext) {
  const { query } = database;

  const summaryOf = ({ document: _document, ...batch }: Batch): BatchSummary => batch;

  return {
    /** Stores batches with their rows, all waiting; throws when the test set is gone. */
    async create(
      batches: readonly NewBatch[],
      rows: readonly NewBatchResult[],
    ): Promise<readonly BatchSummary[]> {
      const now = clock.now();
      const records = batches.map((batch): Batch => ({
        ...batch,
        id: ids.uuid(),
        status: 'waiting',
        error: null,
        createdAt: now,
        startedAt: null,
        finishedAt: null,
      }));
      await database.write(
        records.flatMap((record) => [
          insertStatement(database, batchesTable, record),
          ...rows.map((row) =>
            insertStatement(database, batchResultsTable, {
              ...row,
              batchId: record.id,
              status: 'waiting',
              runId: null,
              output: '',
              error: null,
              verdicts: [],
              elapsedMs: 0,
              totalTokens: 0,
              totalPrice: '0',
              currency: 'USD',
              updatedAt: now,
            }),
          ),
        ]),
        { thing: ownerThing },
      );
      return records.map(summaryOf);
    },

    /** With the document that it runs. */
    async byId(id: string): Promise<Batch | null> {
      const row = await query
        .selectFrom('batches')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? batchesTable.fromRow(row) : null;
    },

    async get(appId: string, id: string): Promise<BatchSummary | null> {
      const batch = await this.byId(id);
      return batch?.appId === appId ? summaryOf(batch) : null;
    },

    /** Newest first. */
    async list(
      appId: string,
      request: PageRequest & { readonly testSetId?: string | undefined } = {},
    ): Promise<Page<BatchSummary>> {
      const bounds = pageBounds(request);
      let matching = query.selectFrom('batches').where('app_id', '=', appId);
      if (request.testSetId !== undefined)
        matching = matching.where('test_set_id', '=', request.testSetId);
      const count = await matching
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(bounds.limit)
        .offset(bounds.offset)
        .execute();
      return pageOf(
        rows.map((row) => summaryOf(batchesTable.fromRow(row))),
        count.total,
        bounds,
      );
    },

    /** Batches of an app that are not over. */
    async openCount(appId: string): Promise<number> {
      const row = await query
        .selectFrom('batches')
        .select((select) => select.fn.countAll<number>().as('total'))
        .where('app_id', '=', appId)
        .where('status', 'in', openStatuses)
        .executeTakeFirstOrThrow();
      return Number(row.total);
    },

    /** By batch id; a batch without rows has an empty one. */
    async tallies(batchIds: readonly string[]): Promise<ReadonlyMap<string, BatchTally>> {
      const rows =
        batchIds.length === 0
          ? []
          : await query
              .selectFrom('batch_results')
              .select([
                'batch_id',
                'status',
                'currency',
                sql<number>`count(*)`.as('rows'),
                sql<number>`sum(total_tokens)`.as('tokens'),
                sql<number>`sum(cast(total_price as double precision))`.as('price'),
              ])
              .where('batch_id', 'in', batchIds)
              .groupBy(['batch_id', 'status', 'currency'])
              .execute();
      const byBatch = Map.groupBy(rows, ({ batch_id: batchId }) => batchId);
      return new Map(
        batchIds.map((id) => {
          const byStatus: Partial<Record<BatchResult['status'], number>> = {};
          const costs: Record<string, number> = {};
          let totalTokens = 0;
          for (const { status, currency, rows: count, tokens, price } of byBatch.get(id) ?? []) {
            const known = status as BatchResult['status'];
            byStatus[known] = (byStatus[known] ?? 0) + Number(count);
            totalTokens += Number(tokens);
            if (Number(price) > 0) costs[currency] = (costs[currency] ?? 0) + Number(price);
          }
          return [id, { byStatus, totalTokens, costs }] as const;
        }),
      );
    },

    /** In order; with `since` only those that changed at or after that time. */
    async results(batchId: string, since = 0): Promise<readonly BatchResult[]> {
      const rows = await query
        .selectFrom('batch_results')
        .selectAll()
        .where('batch_id', '=', batchId)
        .where('updated_at', '>=', since)
        .orderBy('number')
        .execute();
      return rows.map(batchResultsTable.fromRow);
    },

    /** Takes a waiting or running row for being worked on; false when it is over meanwhile. */
    async beginRow(batchId: string, number: number): Promise<boolean> {
      const [result] = await database.write([
        query
          .updateTable('batch_results')
          .set({ status: 'running', updated_at: clock.now() })
          .where('batch_id', '=', batchId)
          .where('number', '=', number)
          .where('status', 'in', openStatuses),
      ]);
      return result?.changes === 1;
    },

    /** Keeps what a row came to; a row that is over stays as it is. */
    async endRow(batchId: string, number: number, outcome: BatchOutcome): Promise<void> {
      await database.write([
        query
          .updateTable('batch_results')
          .set(batchResultsTable.toPatch({ ...outcome, updatedAt: clock.now() }))
          .where('batch_id', '=', batchId)
          .where('number', '=', number)
          .where('status', 'in', openStatuses),
      ]);
    },

    /** False when the batch is over already. */
    async begin(id: string): Promise<boolean> {
      const [result] = await database.write([
        query
          .updateTable('batches')
          .set({
            status: 'running',
            started_at: sql<number>`coalesce(started_at, cast(${clock.now()} as bigint))`,
          })
          .where('id', '=', id)
          .where('status', 'in', openStatuses),
      ]);
      return result?.changes === 1;
    },

    /** Ends a batch once; rows that are not over count as cancelled. False when it was over. */
    async end(
      id: string,
      status: 'done' | 'cancelled' | 'failed',
      error: Batch['error'] = null,
    ): Promise<boolean> {
      const now = clock.now();
      const [ended] = await database.write([
        query
          .updateTable('batches')
          .set(batchesTable.toPatch({ status, error, finishedAt: now }))
          .where('id', '=', id)
          .where('status', 'in', openStatuses),
        query
          .updateTable('batch_results')
          .set({ status: 'cancelled', updated_at: now })
          .where('batch_id', '=', id)
          .where('status', 'in', openStatuses),
      ]);
      return ended?.changes === 1;
    },

    async remove(appId: string, id: string): Promise<void> {
      await database.write(
        [query.deleteFrom('batches').where('id', '=', id).where('app_id', '=', appId)],
        { check: mustChange('The batch') },
      );
    },

    /** Forgets the oldest finished batches of a test set beyond `keptMax`. */
    async prune(testSetId: string, keptMax: number): Promise<void> {
      await database.write([
        query
          .deleteFrom('batches')
          .where('test_set_id', '=', testSetId)
          .where('status', 'not in', openStatuses)
          .where(
            'id',
            'not in',
            sql<string>`(select id from batches where test_set_id = ${testSetId}
              order by created_at desc, id desc limit ${keptMax})`,
          ),
      ]);
    },
  };
}

export type PublishGates = ReturnType<typeof createPublishGates>;

export function createPublishGates({ database, clock }: StoreContext) {
  const { query } = database;
  return {
    async get(appId: string): Promise<PublishGate | null> {
      const row = await query
        .selectFrom('publish_gates')
        .selectAll()
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? publishGatesTable.fromRow(row) : null;
    },

    async put(gate: Omit<PublishGate, 'updatedAt'>): Promise<void> {
      const row = publishGatesTable.toRow({ ...gate, updatedAt: clock.now() });
      await database.write(
        [
          query
            .insertInto('publish_gates')
            .values(row)
            .onConflict((conflict) => conflict.column('app_id').doUpdateSet(row)),
        ],
        { thing: ownerThing },
      );
    },

    async remove(appId: string): Promise<void> {
      await database.write([query.deleteFrom('publish_gates').where('app_id', '=', appId)]);
    },
  };
}
