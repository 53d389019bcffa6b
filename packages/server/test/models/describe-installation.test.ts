import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelKind } from '@outpost/contracts';
import { createModelGateway, type ModelSettings } from '@outpost/models';
import { createTestClock } from '@outpost/contracts/testing';
import { describeInstallation } from '../../src/models/describe-installation.ts';

const settings: ModelSettings = {
  providers: [
    { id: 'cloud', type: 'dashscope', baseUrl: null, keys: [] },
    { id: 'lab', type: 'vllm', keys: [], baseUrl: 'http://10.0.0.8/v1', disabledModels: ['old'] },
  ],
  mappings: [
    { from: { provider: 'openai', name: 'gpt-4o' }, to: { provider: 'lab', name: 'qwen3' } },
  ],
};

test('a model counts as here exactly when the gateway finds it by the file’s name', async () => {
  const models = createModelGateway({
    settings: () => settings,
    fetch: () => Promise.reject(new Error('nothing is called')),
    clock: createTestClock(),
  });
  const installation = await describeInstallation(models, settings, new Map(), []);
  const cases: readonly (readonly [provider: string, name: string, kind: ModelKind])[] = [
    ['langgenius/tongyi/tongyi', 'qwen-max', 'chat'],
    ['tongyi', 'qwen-max', 'embedding'],
    ['langgenius/openai/openai', 'gpt-4o', 'chat'],
    ['openai', 'gpt-4o-mini', 'chat'],
    ['lab', 'whatever-runs', 'chat'],
    ['lab', 'old', 'chat'],
    ['vllm', 'whatever-runs', 'chat'],
    ['anthropic', 'claude', 'chat'],
  ];

  for (const [provider, name, kind] of cases) {
    const found = await models.facts({ provider, name }, kind).then(
      () => true,
      () => false,
    );
    assert.equal(installation.hasModel({ provider, name }, kind), found, `${provider}/${name}`);
  }
  assert.equal(installation.hasModel({ provider: 'tongyi', name: 'qwen-max' }, 'chat'), true);
  assert.equal(installation.replacesPlugin('langgenius/tongyi'), true);
  assert.equal(installation.replacesPlugin('langgenius/spark'), false);
});
