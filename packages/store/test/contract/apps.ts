import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sweepAll } from './retention.ts';
import { appDocument, makeApp, makeHousehold, useStore, type Backend } from '../support/backend.ts';

export function appsContract(backend: Backend): void {
  describe(`apps on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('of two saves that began from the same revision the second is refused and changes nothing', async () => {
      const { drafts } = suite.store;
      const { app, account } = await makeHousehold(suite.store);
      const save = (name: string, expectedRevision: number | null) =>
        drafts.save({
          appId: app.id,
          document: appDocument('Weather', { name }),
          expectedRevision,
          updatedBy: account.id,
        });

      const results = await Promise.allSettled([save('a', 1), save('b', 1)]);

      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const draft = await drafts.get(app.id);
      assert.equal(draft?.revision, 2);
      assert.deepEqual(
        draft?.document.graph.nodes[0]?.config['name'],
        results[0]?.status === 'fulfilled' ? 'a' : 'b',
      );
      await assert.rejects(save('c', 1), { code: 'record_conflict' });
      assert.equal((await save('forced', null)).revision, 3);
    });

    test('the profile of a draft is the app’s own', async () => {
      const { apps, drafts } = suite.store;
      const { app, workspace } = await makeHousehold(suite.store);

      await apps.update(workspace.id, app.id, { name: '天气', icon: '☀️' });

      assert.deepEqual((await drafts.get(app.id))?.document.profile, {
        ...appDocument('Weather').profile,
        name: '天气',
        icon: '☀️',
      });
    });

    test('a document of 5 MB comes back as it went in', async () => {
      const { drafts } = suite.store;
      const { app, account } = await makeHousehold(suite.store);
      const document = appDocument('Weather', {
        text: '工作流 “quoted” \\ \n\t 😀 \u0000 '.repeat(200_000),
      });

      await drafts.save({ appId: app.id, document, expectedRevision: 1, updatedBy: account.id });

      assert.deepEqual((await drafts.get(app.id))?.document, document);
    });

    test('published versions count up, the newest runs, and what runs cannot be removed', async () => {
      const { apps, versions } = suite.store;
      const { app, account } = await makeHousehold(suite.store);
      const publish = (name: string) =>
        versions.publish({
          appId: app.id,
          document: appDocument(name),
          name,
          createdBy: account.id,
        });

      const published = await Promise.all([publish('a'), publish('b'), publish('c')]);

      assert.deepEqual(
        published.map(({ number }) => number).toSorted((a, b) => a - b),
        [1, 2, 3],
      );
      const newest = published.find(({ number }) => number === 3);
      assert.ok(newest);
      assert.equal((await apps.byId(app.id))?.currentVersionId, newest.id);
      assert.deepEqual(await versions.get(app.id, newest.id), newest);
      assert.deepEqual(
        (await versions.list(app.id, { limit: 2 })).items.map(({ number }) => number),
        [3, 2],
      );
      const rest = await versions.list(app.id, { limit: 2, beforeNumber: 2 });
      assert.deepEqual([rest.items.map(({ number }) => number), rest.hasMore], [[1], false]);
      await assert.rejects(versions.remove(app.id, newest.id), { code: 'not_found' });
      await versions.remove(app.id, published.find(({ number }) => number === 1)?.id ?? '');
      assert.equal((await publish('d')).number, 4);
    });

    test('an app in the bin is out of sight and comes back whole', async () => {
      const { apps, drafts } = suite.store;
      const { app, workspace } = await makeHousehold(suite.store);

      await apps.remove(workspace.id, app.id);

      assert.equal(await apps.get(workspace.id, app.id), null);
      assert.equal(await apps.bySiteCode(app.siteCode), null);
      assert.equal(await drafts.get(app.id), null);
      assert.equal((await apps.list(workspace.id)).total, 0);
      assert.equal((await apps.list(workspace.id, { removed: true })).items[0]?.id, app.id);
      await assert.rejects(apps.remove(workspace.id, app.id), { code: 'not_found' });
      await assert.rejects(apps.update(workspace.id, app.id, { name: 'x' }), { code: 'not_found' });
      await apps.restore(workspace.id, app.id);
      assert.deepEqual(await apps.get(workspace.id, app.id), { ...app, deletedAt: null });
      assert.equal((await drafts.get(app.id))?.revision, 1);
    });

    test('an app removed for good takes its drafts, versions and keys along', async () => {
      const { store, clock } = suite;
      const { app, workspace, account } = await makeHousehold(store);
      const plain = 'app-abcdefghijklmnopqrstuvwx';
      const seat = { workspaceId: workspace.id, appId: app.id, scope: 'app' } as const;
      await store.apiKeys.create({ ...seat, plain, createdBy: account.id });
      const document = appDocument('Weather');
      await store.versions.publish({ appId: app.id, document, createdBy: account.id });

      await store.apps.remove(workspace.id, app.id);
      assert.equal(await store.retention.sweep({ removedBefore: clock.now() }), false);
      await sweepAll(store, { removedBefore: clock.now() + 1 });

      assert.equal(await store.apiKeys.byPlain(plain), null);
      assert.equal((await store.versions.list(app.id)).items.length, 0);
      await assert.rejects(store.apps.restore(workspace.id, app.id), { code: 'not_found' });
    });

    test('apps are listed by page, last changed first, and found by words and tags', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const { workspace } = household;
      const names = ['100% cotton', '50_50', 'Wetter "heute"', '天气预报'];
      for (const name of names) {
        clock.advance(1);
        await makeApp(store, household, name);
      }
      const listed = async (filter: Parameters<typeof store.apps.list>[1]) =>
        (await store.apps.list(workspace.id, filter)).items.map(({ name }) => name);

      assert.deepEqual(await listed({ limit: 2 }), ['天气预报', 'Wetter "heute"']);
      const last = await store.apps.list(workspace.id, { limit: 2, page: 3 });
      assert.deepEqual(
        [last.items.map(({ name }) => name), last.total, last.hasMore],
        [['Weather'], 5, false],
      );
      assert.deepEqual(await listed({ keyword: '%' }), ['100% cotton']);
      assert.deepEqual(await listed({ keyword: '_' }), ['50_50']);
      assert.deepEqual(await listed({ keyword: 'WETTER "' }), ['Wetter "heute"']);
      assert.deepEqual(await listed({ keyword: '气预' }), ['天气预报']);
      assert.deepEqual(await listed({ modes: ['chat'] }), []);
      await store.apps.update(workspace.id, household.app.id, { tags: ['政务', 'a"b'] });
      assert.deepEqual(await listed({ tags: ['a"b', 'none'] }), ['Weather']);
      assert.deepEqual(await listed({ tags: ['政'] }), []);
      assert.deepEqual(
        (await store.apps.tags(workspace.id)).map(({ name, count }) => [name, count]),
        [
          ['a"b', 1],
          ['政务', 1],
        ],
      );
    });

    test('a workspace neither sees nor changes another’s app', async () => {
      const { store } = suite;
      const ours = await makeHousehold(store);
      const theirs = await makeHousehold(store);

      assert.equal(await store.apps.get(ours.workspace.id, theirs.app.id), null);
      await assert.rejects(store.apps.remove(ours.workspace.id, theirs.app.id), {
        code: 'not_found',
      });
      await assert.rejects(store.apps.update(ours.workspace.id, theirs.app.id, { name: 'x' }), {
        code: 'not_found',
      });
    });

    test('an API key is found by itself, listed without itself and shown again on demand', async () => {
      const { store, clock } = suite;
      const { apiKeys } = store;
      const { app, workspace, account } = await makeHousehold(store);
      const plain = 'app-ABCDEFGHIJKLMNOPQRSTUVWX';

      const key = await apiKeys.create({
        workspaceId: workspace.id,
        appId: app.id,
        scope: 'app',
        plain,
        createdBy: account.id,
      });

      assert.deepEqual(await apiKeys.byPlain(plain), key);
      assert.equal(await apiKeys.byPlain(`${plain}x`), null);
      assert.deepEqual([key.prefix, key.last4], ['app-', 'UVWX']);
      assert.ok(!JSON.stringify(await apiKeys.list(workspace.id, app.id)).includes(plain));
      assert.equal(await apiKeys.reveal(workspace.id, key.id), plain);
      assert.deepEqual(await apiKeys.list(workspace.id, null), []);
      await apiKeys.touch(key);
      assert.equal((await apiKeys.byPlain(plain))?.lastUsedAt, clock.now());
      await apiKeys.remove(workspace.id, key.id);
      assert.equal(await apiKeys.byPlain(plain), null);
    });

    test('annotations are found by their words and count their hits', async () => {
      const { annotations } = suite.store;
      const { app } = await makeHousehold(suite.store);
      const rest = { appId: app.id, messageId: null, createdBy: null };
      const made = await annotations.create({ ...rest, question: '办公时间?', answer: '9–17' });
      await annotations.create({ ...rest, question: 'Where?', answer: 'Here' });

      await annotations.countHit(made.id);
      await annotations.update(app.id, made.id, { answer: '8–16' });

      const page = await annotations.list(app.id, { keyword: '时间' });
      assert.deepEqual(
        [page.total, page.items[0]?.answer, page.items[0]?.hitCount],
        [1, '8–16', 1],
      );
      await annotations.remove(app.id, made.id);
      assert.equal((await annotations.list(app.id)).total, 1);
      assert.equal(await annotations.settings(app.id), null);
      const settings = {
        appId: app.id,
        enabled: true,
        scoreThreshold: 0.85,
        embeddingProvider: 'openai',
        embeddingModel: 'e',
      };
      await annotations.putSettings(settings);
      await annotations.putSettings({ ...settings, scoreThreshold: 0.9 });
      assert.equal((await annotations.settings(app.id))?.scoreThreshold, 0.9);
    });

    test('what a record must belong to has to exist', async () => {
      await assert.rejects(
        suite.store.versions.publish({
          appId: 'nothing',
          document: appDocument('x'),
          createdBy: 'nobody',
        }),
        { code: 'not_found' },
      );
      await assert.rejects(suite.store.workspaces.create({ name: 'W', ownerId: 'nobody' }), {
        code: 'not_found',
      });
    });
  });
}
