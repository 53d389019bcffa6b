import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, type PluginDeclaration, type PluginPermissions } from '@outpost/contracts';
import type { RequestType } from '@outpost/plugin-sdk/wire';
import { createAnswers } from '../../src/backwards/create-answers.ts';
import { standInServices } from '../support/stand-in-services.ts';

const nothing: PluginPermissions = {
  tool: false,
  node: false,
  app: false,
  endpoint: false,
  models: [],
  storageBytes: null,
};
const declaration = (permissions: PluginPermissions): PluginDeclaration => ({
  id: 'acme/asker',
  author: 'acme',
  name: 'asker',
  version: '1.0.0',
  label: { en: 'Asker', zh: '' },
  description: { en: '', zh: '' },
  icon: null,
  category: 'tool',
  runner: { language: 'python', entrypoint: 'main' },
  permissions,
  tags: [],
  toolProviders: [],
  modelProviders: [],
  strategyProviders: [],
  endpointGroups: [],
  datasourceProviders: [],
  triggerProviders: [],
});

async function ask(
  type: string,
  request: Readonly<Record<string, unknown>>,
  permissions: Partial<PluginPermissions> = {},
  during: RequestType = 'tool',
): Promise<readonly unknown[]> {
  const answers = createAnswers(
    declaration({ ...nothing, ...permissions }),
    standInServices().services,
  );
  const { signal } = new AbortController();
  const answer = answers(during, { workspaceId: 'w', userId: 'u', run: null, signal });
  const read: unknown[] = [];
  for await (const item of answer({ type, backwards_request_id: 'b', request }, { signal }))
    read.push(item);
  return read;
}

const refusal = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === code;

describe('the manifest of a plugin is enforced on every call of the host', () => {
  const model = { provider: 'p', model: 'm' };
  const rows: readonly (readonly [string, object, Partial<PluginPermissions>])[] = [
    ['tool', { provider: 'p', tool: 't' }, { tool: true }],
    ['llm', { ...model, prompt_messages: [] }, { models: ['chat'] }],
    [
      'llm_structured_output',
      { ...model, prompt_messages: [], structured_output_schema: {} },
      { models: ['chat'] },
    ],
    ['system_summary', { text: 't' }, { models: ['chat'] }],
    ['text_embedding', { ...model, texts: ['a'] }, { models: ['embedding'] }],
    [
      'multimodal_embedding',
      { ...model, documents: [{ content: 'a', content_type: 'text' }] },
      { models: ['embedding'] },
    ],
    ['rerank', { ...model, query: 'q', docs: ['a'] }, { models: ['rerank'] }],
    [
      'multimodal_rerank',
      {
        ...model,
        query: { content: 'q', content_type: 'text' },
        docs: [{ content: 'a', content_type: 'text' }],
      },
      { models: ['rerank'] },
    ],
    ['tts', { ...model, content_text: 't' }, { models: ['text-to-speech'] }],
    ['speech2text', { ...model, file: '0102' }, { models: ['speech-to-text'] }],
    ['moderation', { ...model, text: 't' }, { models: ['moderation'] }],
    [
      'node_parameter_extractor',
      { parameters: [], model: { provider: 'p', name: 'm' }, query: 'q' },
      { node: true },
    ],
    [
      'node_question_classifier',
      { classes: [], model: { provider: 'p', name: 'm' }, query: 'q' },
      { node: true },
    ],
    ['app', { app_id: 'a' }, { app: true }],
    ['fetch_app', { app_id: 'a' }, { app: true }],
    ['storage', { opt: 'exist', key: 'k' }, { storageBytes: 10 }],
  ];
  for (const [type, request, permissions] of rows)
    test(type, async () => {
      await assert.rejects(ask(type, { ...request }), refusal('plugin_permission_denied'));
      const everythingElse = {
        tool: true,
        node: true,
        app: true,
        endpoint: true,
        models: [
          'chat',
          'embedding',
          'rerank',
          'text-to-speech',
          'speech-to-text',
          'moderation',
        ].filter((kind) => !permissions.models?.includes(kind as never)) as never,
        storageBytes: 10,
        ...Object.fromEntries(
          Object.keys(permissions)
            .filter((name) => name !== 'models')
            .map((name) => [name, name === 'storageBytes' ? null : false]),
        ),
      };
      await assert.rejects(
        ask(type, { ...request }, everythingElse),
        refusal('plugin_permission_denied'),
      );
      assert.ok((await ask(type, { ...request }, permissions)).length > 0);
    });

  test('files may always be sent', async () => {
    assert.equal((await ask('upload_file', { filename: 'a.txt', mimetype: '' })).length, 1);
  });

  test('a plugin that serves a model may ask nothing', async () => {
    await assert.rejects(
      ask('storage', { opt: 'exist', key: 'k' }, { storageBytes: 10 }, 'model'),
      refusal('plugin_permission_denied'),
    );
  });
});

describe('requests of another form are refused with what is wrong', () => {
  const rows: readonly (readonly [string, object, RegExp])[] = [
    ['dance', {}, /there is no such call/],
    ['storage', { opt: 'get', key: '../x' }, /without “..”/],
    ['storage', { opt: 'set', key: 'k', value: 'zz' }, /hexadecimal/],
    ['storage', { opt: 'burn', key: 'k' }, /opt/],
    ['llm', { provider: 'p', model: 'm', prompt_messages: [{ role: 'king' }] }, /“king”/],
    ['llm', { prompt_messages: [] }, /provider/],
    [
      'multimodal_embedding',
      { provider: 'p', model: 'm', documents: [{ content: 'a', content_type: 'image' }] },
      /texts only/,
    ],
  ];
  const everything = { models: ['chat', 'embedding'] as const, storageBytes: 100 };
  for (const [type, request, words] of rows)
    test(`${type} ${JSON.stringify(request).slice(0, 50)}`, async () => {
      await assert.rejects(
        ask(type, { ...request }, { ...everything, models: [...everything.models] }),
        words,
      );
    });
});
