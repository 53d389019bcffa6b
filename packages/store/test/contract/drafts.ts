import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appDocument, makeHousehold, useStore, type Backend } from '../support/backend.ts';

export function draftsContract(backend: Backend): void {
  describe(`drafts on ${backend.name}`, () => {
    const suite = useStore(backend);

    async function openDraft() {
      const { app, account } = await makeHousehold(suite.store);
      const save = (name: string, expectedRevision: number | null = null) =>
        suite.store.drafts.save({
          appId: app.id,
          document: appDocument('Weather', { name }),
          expectedRevision,
          updatedBy: account.id,
        });
      const numbers = async () =>
        (await suite.store.drafts.revisions(app.id)).map(({ revision }) => revision);
      return { app, account, save, numbers };
    }

    test('every save keeps what was there, with who had saved it and when', async () => {
      const { drafts } = suite.store;
      const { app, account, save, numbers } = await openDraft();
      const { updatedAt } = await save('a', 1);
      suite.clock.advance(1000);
      await save('b', 2);

      assert.deepEqual(await numbers(), [2, 1]);
      assert.deepEqual(await drafts.revision(app.id, 2), {
        appId: app.id,
        revision: 2,
        document: appDocument('Weather', { name: 'a' }),
        savedBy: account.id,
        savedAt: updatedAt,
      });
      assert.equal(await drafts.revision(app.id, 3), null);
    });

    test('a refused save leaves no revision behind', async () => {
      const { save, numbers } = await openDraft();
      await save('a', 1);

      await assert.rejects(save('b', 1), { code: 'record_conflict' });

      assert.deepEqual(await numbers(), [1]);
    });

    test('the last fifty saves are kept, before them one for ten minutes, and nothing older than a day', async () => {
      const { save, numbers } = await openDraft();
      const savedAt = new Map<number, number>();
      const saveAfter = async (delayMs: number) => {
        suite.clock.advance(delayMs);
        const { revision, updatedAt } = await save(`${savedAt.size}`);
        savedAt.set(revision, updatedAt);
      };
      for (let count = 0; count < 40; count++) await saveAfter(60_000);
      for (let count = 0; count < 55; count++) await saveAfter(1000);

      const kept = await numbers();

      assert.deepEqual(
        kept.slice(0, 50),
        Array.from({ length: 50 }, (_, index) => 95 - index),
      );
      const slots = kept
        .slice(50)
        .map((revision) => Math.floor((savedAt.get(revision) ?? 0) / 600_000));
      assert.equal(new Set(slots).size, slots.length);
      assert.ok(slots.length >= 4 && slots.length <= 7, `${slots.length} slots`);

      await saveAfter(25 * 3_600_000);
      await saveAfter(1000);
      assert.ok((await numbers()).length <= 51);
    });

    test('the values of a run replace earlier ones and edits of the same scope, and only those', async () => {
      const { draftValues } = suite.store;
      const { app, account } = await openDraft();
      const owner = { appId: app.id, accountId: account.id };
      const value = (scope: string, outputs: Record<string, string>, runId = 'r1') => ({
        scope,
        runId,
        stepId: `${scope}-step`,
        status: 'succeeded',
        handle: null,
        error: null,
        outputs,
        endedAt: 1000,
        elapsedMs: 2.5,
      });
      await draftValues.record(owner, [value('llm', { text: '你好' }), value('code', { n: '1' })]);
      await draftValues.edit(owner, { scope: 'llm', name: 'text' }, 'edited');
      await draftValues.edit(owner, { scope: 'llm', name: 'text' }, ['edited', { twice: true }]);
      await draftValues.edit(owner, { scope: 'code', name: 'n' }, null);

      const edited = await draftValues.list(owner);
      await draftValues.record(owner, [value('llm', { text: 'new' }, 'r2')]);
      const { values, edits } = await draftValues.list(owner);

      assert.deepEqual(
        edited.edits.map(({ scope, name, value: given }) => [scope, name, given]),
        [
          ['code', 'n', null],
          ['llm', 'text', ['edited', { twice: true }]],
        ],
      );
      assert.deepEqual(values, [
        { ...owner, ...value('code', { n: '1' }) },
        { ...owner, ...value('llm', { text: 'new' }, 'r2') },
      ]);
      assert.deepEqual(
        edits.map(({ scope }) => scope),
        ['code'],
      );
    });

    test('each account has values of its own; one edit, all edits or everything can be taken back', async () => {
      const { draftValues } = suite.store;
      const { app, account } = await openDraft();
      const mine = { appId: app.id, accountId: account.id };
      const other = { appId: app.id, accountId: 'somebody else' };
      const edit = (name: string) => draftValues.edit(mine, { scope: 'llm', name }, 1);
      await Promise.all([
        edit('a'),
        edit('b'),
        draftValues.edit(other, { scope: 'llm', name: 'a' }, 2),
      ]);
      await draftValues.record(mine, [
        {
          scope: 'sys',
          runId: 'r',
          stepId: null,
          status: null,
          handle: null,
          error: null,
          outputs: { query: 'hi' },
          endedAt: 5,
          elapsedMs: null,
        },
      ]);

      await draftValues.reset(mine, { scope: 'llm', name: 'a' });
      const afterReset = await draftValues.list(mine);
      await draftValues.clear(mine, 'edits');
      const afterEdits = await draftValues.list(mine);
      await draftValues.clear(mine, 'all');
      const afterAll = await draftValues.list(mine);

      assert.deepEqual(
        [afterReset, afterEdits, afterAll].map(({ values, edits }) => [
          values.length,
          edits.length,
        ]),
        [
          [1, 1],
          [1, 0],
          [0, 0],
        ],
      );
      assert.equal((await draftValues.list(other)).edits.length, 1);
    });
  });
}
