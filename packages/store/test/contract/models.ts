import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';

export function modelsContract(backend: Backend): void {
  describe(`models on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('a provider is replaced, not doubled, and goes with its models', async () => {
      const { providers, models } = suite.store;
      const workspaceId = (await makeHousehold(suite.store)).workspace.id;
      const provider = {
        workspaceId,
        provider: 'openai',
        name: 'OpenAI',
        credentials: { apiKey: 'sk-密钥' },
        baseUrl: null,
        dialect: null,
        enabled: true,
      };
      const model = {
        workspaceId,
        provider: 'openai',
        name: 'gpt-x',
        kind: 'chat',
        label: 'GPT X',
        enabled: true,
        facts: { contextTokens: 8192 },
      } as const;

      await providers.put(provider);
      await providers.put({
        ...provider,
        credentials: { apiKey: 'new' },
        dialect: { stream: true },
      });
      await models.put(model);
      await models.put({ ...model, label: 'GPT' });
      await models.put({ ...model, kind: 'embedding' });

      const [stored, ...others] = await providers.list(workspaceId);
      assert.equal(others.length, 0);
      assert.deepEqual(
        [stored?.credentials, stored?.dialect],
        [{ apiKey: 'new' }, { stream: true }],
      );
      assert.deepEqual(
        (await models.list(workspaceId, { kind: 'chat' })).map(({ label, facts }) => [
          label,
          facts,
        ]),
        [['GPT', { contextTokens: 8192 }]],
      );
      await providers.remove(workspaceId, 'openai');
      assert.equal(await providers.get(workspaceId, 'openai'), null);
      assert.deepEqual(await models.list(workspaceId), []);
    });

    test('defaults, mappings and chains hold one entry for each name', async () => {
      const { models, modelRoutes } = suite.store;
      const workspaceId = (await makeHousehold(suite.store)).workspace.id;

      await models.setDefault({ workspaceId, kind: 'chat', provider: 'a', name: 'b' });
      await models.setDefault({ workspaceId, kind: 'chat', provider: 'c', name: 'd' });
      const mapping = {
        workspaceId,
        kind: 'chat',
        fromProvider: 'openai',
        fromName: 'gpt',
      } as const;
      await modelRoutes.putMapping({ ...mapping, toProvider: 'x', toName: 'y' });
      await modelRoutes.putMapping({ ...mapping, toProvider: 'local', toName: 'qwen' });
      const chain = { workspaceId, name: '稳', kind: 'chat' } as const;
      await modelRoutes.putChain({ ...chain, steps: [{ provider: 'a', name: 'b' }] });
      await modelRoutes.putChain({ ...chain, steps: [{ provider: 'c', name: 'd', tries: 2 }] });

      assert.deepEqual(
        (await models.defaults(workspaceId)).map(({ provider, name }) => [provider, name]),
        [['c', 'd']],
      );
      const [mapped] = await modelRoutes.mappings(workspaceId);
      assert.equal(mapped?.toName, 'qwen');
      const [chained] = await modelRoutes.chains(workspaceId);
      assert.deepEqual(chained?.steps, [{ provider: 'c', name: 'd', tries: 2 }]);
      await modelRoutes.removeMapping(workspaceId, mapped?.id ?? '');
      await modelRoutes.removeChain(workspaceId, '稳');
      assert.deepEqual(await modelRoutes.mappings(workspaceId), []);
      assert.deepEqual(await modelRoutes.chains(workspaceId), []);
    });
  });
}
