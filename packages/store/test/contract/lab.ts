import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testRowsMax, type Check } from '@outpost/contracts';
import type { Store } from '../../src/index.ts';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';

const check: Check = { type: 'contains', value: null, ignoreCase: true };
const row = (query: string) => ({ inputs: { 城市: '北京' }, query, expected: 'sun', checks: null });
const outcome = {
  status: 'passed',
  runId: null,
  output: '晴 \u0000',
  error: null,
  verdicts: [{ type: 'contains', passed: true, reason: '', score: null }],
  elapsedMs: 12.5,
  totalTokens: 9,
  totalPrice: '0.001',
  currency: 'USD',
} as const;

export function labContract(backend: Backend): void {
  describe(`test sets and batches on ${backend.name}`, () => {
    const suite = useStore(backend);

    async function makeSet(store: Store) {
      const { app, account } = await makeHousehold(store);
      const testSet = await store.testSets.create({
        appId: app.id,
        name: '天气',
        description: '',
        checks: [check],
        createdBy: account.id,
      });
      return { app, account, testSet };
    }

    async function makeBatch(store: Store) {
      const { app, account, testSet } = await makeSet(store);
      const rows = await store.testSets.saveRows(testSet, [row('a'), row('b')]);
      const [batch] = await store.batches.create(
        [
          {
            appId: app.id,
            testSetId: testSet.id,
            testSetRevision: 2,
            target: 'draft',
            versionId: null,
            number: 1,
            document: null,
            documentHash: 'hash',
            override: null,
            judge: null,
            concurrency: 2,
            createdBy: account.id,
          },
        ],
        rows.map(({ id, inputs, query, expected }, index) => ({
          number: index + 1,
          rowId: id,
          inputs,
          query,
          expected,
          checks: [check],
        })),
      );
      assert.ok(batch);
      return { app, testSet, batch };
    }

    test('rows keep their order, are changed in place and found by their content', async () => {
      const { testSets } = suite.store;
      const { app, testSet } = await makeSet(suite.store);

      const [first, second] = await testSets.saveRows(testSet, [row('one'), row('two')]);
      await testSets.saveRows(testSet, [{ ...row('ONE'), id: first?.id }, row('three')]);

      const page = await testSets.rows(testSet.id);
      assert.deepEqual(
        page.items.map(({ query }) => query),
        ['ONE', 'two', 'three'],
      );
      assert.equal((await testSets.rows(testSet.id, { keyword: '北京' })).total, 3);
      assert.equal((await testSets.rows(testSet.id, { keyword: 'tw' })).total, 1);
      await testSets.removeRows(testSet.id, [second?.id ?? '']);
      const now = await testSets.get(app.id, testSet.id);
      assert.deepEqual([now?.rowCount, now?.revision], [2, 4]);
    });

    test('a save that would overfill a set, or names a row of another, changes nothing', async () => {
      const { testSets } = suite.store;
      const { app, testSet } = await makeSet(suite.store);
      const other = await makeSet(suite.store);
      const [strange] = await testSets.saveRows(other.testSet, [row('strange')]);
      await testSets.saveRows(testSet, [row('kept')]);

      await assert.rejects(
        testSets.saveRows(
          testSet,
          Array.from({ length: testRowsMax }, (_, index) => row(`${index}`)),
        ),
        { code: 'test_set_full' },
      );
      await assert.rejects(
        testSets.saveRows(testSet, [row('x'), { ...row('y'), id: strange?.id }]),
        {
          code: 'not_found',
        },
      );

      const now = await testSets.get(app.id, testSet.id);
      assert.deepEqual([now?.rowCount, now?.revision], [1, 2]);
      await testSets.saveRows(testSet, [row('new')], { replace: true });
      const replaced = await testSets.allRows(testSet.id);
      assert.deepEqual(
        replaced.map(({ query }) => query),
        ['new'],
      );
    });

    test('a batch counts its rows, and a row that is over stays as it is', async () => {
      const { batches } = suite.store;
      const { batch } = await makeBatch(suite.store);

      assert.equal(await batches.begin(batch.id), true);
      assert.equal(await batches.beginRow(batch.id, 1), true);
      await batches.endRow(batch.id, 1, outcome);
      await batches.endRow(batch.id, 1, { ...outcome, status: 'failed' });
      assert.equal(await batches.beginRow(batch.id, 1), false);

      const tally = (await batches.tallies([batch.id])).get(batch.id);
      assert.deepEqual(tally, {
        byStatus: { passed: 1, waiting: 1 },
        totalTokens: 9,
        costs: { USD: 0.001 },
      });
    });

    test('a batch ends once, and what was not over is cancelled with it', async () => {
      const { batches } = suite.store;
      const { app, batch } = await makeBatch(suite.store);
      await batches.begin(batch.id);
      await batches.endRow(batch.id, 1, outcome);
      assert.equal(await batches.openCount(app.id), 1);

      assert.equal(await batches.end(batch.id, 'cancelled'), true);
      assert.equal(await batches.end(batch.id, 'done'), false);
      assert.equal(await batches.begin(batch.id), false);

      assert.equal((await batches.get(app.id, batch.id))?.status, 'cancelled');
      assert.deepEqual(
        (await batches.results(batch.id)).map(({ status, output }) => [status, output]),
        [
          ['passed', '晴 '],
          ['cancelled', ''],
        ],
      );
      assert.equal(await batches.openCount(app.id), 0);
    });

    test('old batches are forgotten, open ones never, and all go with their test set', async () => {
      const { batches, testSets, publishGates } = suite.store;
      const { app, testSet, batch } = await makeBatch(suite.store);
      await publishGates.put({
        appId: app.id,
        testSetId: testSet.id,
        passPercentMin: 90,
        updatedBy: 'x',
      });
      await batches.prune(testSet.id, 0);
      assert.equal((await batches.list(app.id, { testSetId: testSet.id })).total, 1);
      await batches.end(batch.id, 'done');
      await batches.prune(testSet.id, 0);
      assert.equal((await batches.list(app.id)).total, 0);
      assert.deepEqual(await batches.results(batch.id), []);

      await testSets.remove(app.id, testSet.id);

      assert.equal(await publishGates.get(app.id), null);
    });
  });
}
