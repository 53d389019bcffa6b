import { sql } from 'kysely';
import { AppError, testRowsMax } from '@outpost/contracts';
import type { StoreContext } from '../database/context.ts';
import { insertStatement } from '../database/database.ts';
import {
  containsPattern,
  mustChange,
  ownerThing,
  pageBounds,
  pageOf,
  type Page,
  type PageRequest,
} from '../database/results.ts';
import { testRowsTable, testSetsTable, type TestRow, type TestSet } from '../tables/lab.ts';

/** A row as it is saved; one without an id is new and goes behind the others. */
export type TestRowInput = Pick<TestRow, 'inputs' | 'query' | 'expected' | 'checks'> & {
  readonly id?: string | undefined;
  readonly sourceRunId?: string | null;
};

export type TestSetWithCount = TestSet & { readonly rowCount: number };

export type TestSets = ReturnType<typeof createTestSets>;

export function createTestSets({ database, clock, ids }: StoreContext) {
  const { query } = database;

  const counted = () =>
    query
      .selectFrom('test_sets')
      .selectAll('test_sets')
      .select(
        sql<number>`(select count(*) from test_rows where test_set_id = test_sets.id)`.as(
          'row_count',
        ),
      );
  const withCount = (row: Awaited<ReturnType<ReturnType<typeof counted>['execute']>>[number]) => ({
    ...testSetsTable.fromRow(row),
    rowCount: Number(row.row_count),
  });

  /** Tells that something changed, and how many rows there are then. */
  const touch = (testSetId: string) =>
    query
      .updateTable('test_sets')
      .set({ revision: sql<number>`revision + 1`, updated_at: clock.now() })
      .where('id', '=', testSetId)
      .returning(
        sql<number>`(select count(*) from test_rows where test_set_id = ${testSetId})`.as('rows'),
      );

  const inOrder = async (testSetId: string): Promise<readonly TestRow[]> => {
    const rows = await query
      .selectFrom('test_rows')
      .selectAll()
      .where('test_set_id', '=', testSetId)
      .orderBy('position')
      .orderBy('id')
      .execute();
    return rows.map(testRowsTable.fromRow);
  };

  return {
    async create(
      testSet: Pick<TestSet, 'appId' | 'name' | 'description' | 'checks' | 'createdBy'>,
    ): Promise<TestSetWithCount> {
      const now = clock.now();
      const record = { ...testSet, id: ids.uuid(), revision: 1, createdAt: now, updatedAt: now };
      await database.write([insertStatement(database, testSetsTable, record)], {
        thing: ownerThing,
      });
      return { ...record, rowCount: 0 };
    },

    async get(appId: string, id: string): Promise<TestSetWithCount | null> {
      const row = await counted()
        .where('id', '=', id)
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row ? withCount(row) : null;
    },

    /** By name. */
    async list(appId: string): Promise<readonly TestSetWithCount[]> {
      const rows = await counted()
        .where('app_id', '=', appId)
        .orderBy('name')
        .orderBy('id')
        .limit(500)
        .execute();
      return rows.map(withCount);
    },

    async update(
      appId: string,
      id: string,
      patch: Partial<Pick<TestSet, 'name' | 'description' | 'checks'>>,
    ): Promise<void> {
      const set = testSetsTable.toPatch({ ...patch, updatedAt: clock.now() });
      const revision = patch.checks ? { revision: sql<number>`revision + 1` } : {};
      await database.write(
        [
          query
            .updateTable('test_sets')
            .set({ ...set, ...revision })
            .where('id', '=', id)
            .where('app_id', '=', appId),
        ],
        { check: mustChange('The test set') },
      );
    },

    /** Goes with its rows, batches and gate. */
    async remove(appId: string, id: string): Promise<void> {
      await database.write(
        [query.deleteFrom('test_sets').where('id', '=', id).where('app_id', '=', appId)],
        { check: mustChange('The test set') },
      );
    },

    /** All rows, in order. */
    allRows: inOrder,

    /** A page in order; the keyword is looked for in inputs, question and expectation. */
    async rows(
      testSetId: string,
      request: PageRequest & { readonly keyword?: string | undefined } = {},
    ): Promise<Page<TestRow>> {
      const bounds = pageBounds(request);
      let matching = query.selectFrom('test_rows').where('test_set_id', '=', testSetId);
      if (request.keyword) {
        const pattern = containsPattern(request.keyword);
        const quoted = containsPattern(JSON.stringify(request.keyword).slice(1, -1));
        matching = matching.where(
          sql<boolean>`(lower(query) like ${pattern} escape '\\' or lower(expected) like ${pattern} escape '\\'
            or lower(inputs) like ${quoted} escape '\\')`,
        );
      }
      const count = await matching
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll()
        .orderBy('position')
        .orderBy('id')
        .limit(bounds.limit)
        .offset(bounds.offset)
        .execute();
      return pageOf(rows.map(testRowsTable.fromRow), count.total, bounds);
    },

    /**
     * Adds new rows behind the others and changes those with an id, whole or not at all; `replace`
     * removes the others. Throws `test_set_full`, and `not_found` for an id that is not of this set.
     */
    async saveRows(
      testSet: Pick<TestSet, 'id' | 'name'>,
      rows: readonly TestRowInput[],
      { replace = false }: { readonly replace?: boolean } = {},
    ): Promise<readonly TestRow[]> {
      const now = clock.now();
      const next = await query
        .selectFrom('test_rows')
        .select((select) => select.fn.max<number | null>('position').as('last'))
        .where('test_set_id', '=', testSet.id)
        .executeTakeFirst();
      let position = Number(next?.last ?? 0);
      const saved = rows.map((row) => ({
        row: { ...row, id: row.id ?? ids.uuid() },
        isNew: row.id === undefined,
      }));
      const kept = saved.map(({ row }) => row.id);
      const removal = query.deleteFrom('test_rows').where('test_set_id', '=', testSet.id);
      const statements = [
        ...(replace ? [kept.length > 0 ? removal.where('id', 'not in', kept) : removal] : []),
        ...saved.map(({ row, isNew }) =>
          isNew
            ? insertStatement(database, testRowsTable, {
                sourceRunId: null,
                ...row,
                testSetId: testSet.id,
                position: (position += 1),
                createdAt: now,
                updatedAt: now,
              })
            : query
                .updateTable('test_rows')
                .set(
                  testRowsTable.toPatch({
                    inputs: row.inputs,
                    query: row.query,
                    expected: row.expected,
                    checks: row.checks,
                    updatedAt: now,
                  }),
                )
                .where('id', '=', row.id)
                .where('test_set_id', '=', testSet.id),
        ),
        touch(testSet.id),
      ];
      await database.write(statements, {
        thing: ownerThing,
        check(results) {
          const changes = results.slice(replace ? 1 : 0, -1);
          if (changes.some((change) => change.changes !== 1))
            throw new AppError('not_found', { details: { thing: 'The row' } });
          const [counted] = (results.at(-1)?.rows ?? []) as readonly { readonly rows: number }[];
          if (!counted) throw new AppError('not_found', { details: { thing: 'The test set' } });
          refuseTooMany(testSet.name, Number(counted.rows));
        },
      });
      const wanted = new Set(kept);
      return (await inOrder(testSet.id)).filter(({ id }) => wanted.has(id));
    },

    async removeRows(testSetId: string, rowIds: readonly string[]): Promise<void> {
      await database.write([
        query
          .deleteFrom('test_rows')
          .where('test_set_id', '=', testSetId)
          .where('id', 'in', rowIds),
        touch(testSetId),
      ]);
    },
  };
}

function refuseTooMany(testSet: string, rows: number): void {
  if (rows > testRowsMax)
    throw new AppError('test_set_full', { details: { testSet, rows, rowsMax: testRowsMax } });
}
