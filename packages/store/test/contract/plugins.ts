import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, type PluginDeclaration } from '@outpost/contracts';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';

const declaration = { id: 'acme/tools', version: '1.0.0' } as unknown as PluginDeclaration;

function packageOf(letter: string, version: string) {
  const checksum = letter.repeat(64);
  return {
    checksum,
    pluginId: 'acme/tools',
    version,
    identifier: `acme/tools:${version}@${checksum}`,
    storageKey: `plugins/${checksum}`,
    sha256: checksum,
    sizeBytes: 10,
    declaration,
  };
}

export function pluginsContract(backend: Backend): void {
  describe(`plugins on ${backend.name}`, () => {
    const suite = useStore(backend);
    const home = async () => {
      const { store } = suite;
      const workspaceId = (await makeHousehold(store)).workspace.id;
      const activate = (checksum: string) =>
        store.plugins.activate({
          workspaceId,
          pluginId: 'acme/tools',
          checksum,
          signature: { status: 'unsigned', keyName: null, fingerprint: null, signedAt: null },
          vouchedFor: true,
          pythonTag: 'cp312',
          installedBy: 'somebody',
        });
      return { store, workspaceId, activate };
    };

    test('another version takes the place of the one that was there, and keeps its id', async () => {
      const { store, workspaceId, activate } = await home();
      const [one, two] = [packageOf('a', '1.0.0'), packageOf('b', '2.0.0')];
      await store.plugins.addPackage(one);
      await store.plugins.addPackage(one);
      await store.plugins.addPackage(two);

      await activate(one.checksum);
      const [first] = await store.plugins.list(workspaceId);
      await store.plugins.setEnabled(workspaceId, first?.plugin.id ?? '', false);
      await activate(two.checksum);

      const [second, ...others] = await store.plugins.list(workspaceId);
      assert.equal(others.length, 0);
      assert.deepEqual(
        [second?.plugin.id, second?.package.version, second?.plugin.enabled],
        [first?.plugin.id, '2.0.0', false],
      );
      assert.deepEqual(second?.package.declaration, declaration);
      const found = await store.plugins.get(workspaceId, second?.plugin.id ?? '');
      assert.equal(found?.package.checksum, two.checksum);
    });

    test('a package goes only when no workspace has it', async () => {
      const { store, workspaceId, activate } = await home();
      const [used, unused] = [packageOf('c', '1.0.0'), packageOf('d', '2.0.0')];
      await store.plugins.addPackage(used);
      await store.plugins.addPackage(unused);
      await activate(used.checksum);

      const found = await store.plugins.unusedPackages(Number.MAX_SAFE_INTEGER, 100);
      assert.ok(found.some(({ checksum }) => checksum === unused.checksum));
      assert.ok(!found.some(({ checksum }) => checksum === used.checksum));
      assert.equal(await store.plugins.removePackage(used.checksum), false);
      assert.equal(await store.plugins.removePackage(unused.checksum), true);
      assert.ok((await store.plugins.checksumsInUse()).includes(used.checksum));
      const [{ plugin } = { plugin: null }] = await store.plugins.list(workspaceId);
      assert.ok(plugin);
    });

    test('credentials are sealed, one of a provider is the default, and all goes with the plugin', async () => {
      const { store, workspaceId, activate } = await home();
      const stored = packageOf('e', '1.0.0');
      await store.plugins.addPackage(stored);
      await activate(stored.checksum);
      const credential = {
        workspaceId,
        pluginId: 'acme/tools',
        kind: 'tool',
        provider: 'tools',
        name: 'one',
        type: 'api-key',
        model: null,
        values: { key: 'geheim-密' },
        isDefault: true,
        expiresAt: null,
      } as const;

      const one = await store.pluginCredentials.add(credential);
      const two = await store.pluginCredentials.add({ ...credential, name: 'two' });
      const defaults = async () =>
        (await store.pluginCredentials.list(workspaceId))
          .filter(({ isDefault }) => isDefault)
          .map(({ name }) => name);
      assert.deepEqual(await defaults(), ['two']);
      await store.pluginCredentials.update({ ...one, values: { key: 'new' }, isDefault: true });
      assert.deepEqual(await defaults(), ['one']);
      const found = await store.pluginCredentials.list(workspaceId, 'acme/tools');
      assert.deepEqual(found.find(({ id }) => id === one.id)?.values, { key: 'new' });
      await store.pluginCredentials.remove(workspaceId, two.id);

      const [{ plugin } = { plugin: null }] = await store.plugins.list(workspaceId);
      assert.ok(plugin);
      await store.plugins.remove(workspaceId, plugin);
      assert.deepEqual(await store.pluginCredentials.list(workspaceId), []);
    });

    test('endpoints and subscriptions are found by their hooks', async () => {
      const { store, workspaceId } = await home();
      const common = { workspaceId, pluginId: 'acme/tools', name: 'n' };
      const endpoint = await store.pluginEndpoints.add({
        ...common,
        hookId: `hook-e-${workspaceId}`,
        settings: { greeting: 'hi' },
        enabled: true,
      });
      await store.pluginEndpoints.update({
        ...endpoint,
        settings: { greeting: 'yo' },
        enabled: false,
      });
      const found = await store.pluginEndpoints.byHook(endpoint.hookId);
      assert.deepEqual([found?.settings, found?.enabled], [{ greeting: 'yo' }, false]);
      assert.equal(await store.pluginEndpoints.byHook('nothing'), null);
      await store.pluginEndpoints.remove(workspaceId, endpoint.id);
      assert.deepEqual(await store.pluginEndpoints.list(workspaceId, 'acme/tools'), []);

      const subscription = await store.pluginSubscriptions.add({
        ...common,
        provider: 'bell',
        hookId: `hook-s-${workspaceId}`,
        credentialId: null,
        endpoint: 'http://here/t/1',
        parameters: { room: 'hall' },
        properties: { secret: 'ding' },
        expiresAt: 5000,
      });
      const expiring = await store.pluginSubscriptions.expiring(6000, 10);
      assert.ok(expiring.some(({ id }) => id === subscription.id));
      await store.pluginSubscriptions.update({ ...subscription, expiresAt: null });
      const after = await store.pluginSubscriptions.byHook(subscription.hookId);
      assert.deepEqual([after?.properties, after?.expiresAt], [{ secret: 'ding' }, null]);
      await store.pluginSubscriptions.remove(workspaceId, subscription.id);
      assert.deepEqual(await store.pluginSubscriptions.list(workspaceId), []);
    });

    test('what a plugin keeps stays within its limit, all values together', async () => {
      const { store, workspaceId } = await home();
      const place = (key: string) => ({ workspaceId, pluginId: 'acme/tools', key });
      const { pluginValues } = store;

      await pluginValues.set(place('a'), Buffer.from([0, 1, 255]), 10);
      await pluginValues.set(place('b'), Buffer.alloc(7), 10);
      await assert.rejects(
        pluginValues.set(place('c'), Buffer.alloc(1), 10),
        (error: unknown) => error instanceof AppError && error.code === 'plugin_storage_full',
      );
      assert.equal(await pluginValues.get(place('c')), null);
      await pluginValues.set(place('b'), Buffer.alloc(6), 10);
      await pluginValues.set(place('c'), Buffer.alloc(1), 10);

      assert.deepEqual(
        Buffer.from((await pluginValues.get(place('a'))) ?? []),
        Buffer.from([0, 1, 255]),
      );
      assert.equal(await pluginValues.remove(place('a')), 1);
      assert.equal(await pluginValues.remove(place('a')), 0);
    });
  });
}
