import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { classicApp } from '../../support/service-apps.ts';
import { openTestPlatform } from '../../support/open-test-platform.ts';
import {
  framesOf,
  openServiceBench,
  type ServiceBench,
  type Wire,
} from '../../support/service-client.ts';

let service: ServiceBench;
before(async () => {
  service = await openServiceBench();
});
after(() => service.close());

async function events(path: string, body: object): Promise<readonly Wire[]> {
  const { bench } = service;
  const answer = await bench.send('POST', `/console/api${path}`, {
    headers: { authorization: `Bearer ${bench.platform.localToken}`, 'x-outpost-csrf': 'local' },
    body,
  });
  assert.equal(answer.status, 200);
  return framesOf((await answer.text()).replaceAll(/^id: .*\n/gm, ''));
}

test('a prompt is streamed and ends with itself and its variables', async () => {
  const { model } = service;
  const before = model.answer;
  model.answer = () => [
    '<prompt>',
    'You sum up {{article}} for busy people, in three short points.',
    '</prompt>',
  ];

  const frames = await events('/prompts/generate', { description: 'Sum up articles', use: 'text' });
  model.answer = before;

  assert.ok(frames.some(({ type }) => type === 'text-delta'));
  assert.equal(frames.at(-1).type, 'prompt');
  assert.deepEqual(
    frames.at(-1).variables.map(({ name }: Wire) => name),
    ['article'],
  );
});

test('a model that fails is told as the last event, in the reader’s language', async () => {
  const { model } = service;
  const before = model.answer;
  model.answer = () => ({ status: 401 });

  const frames = await events('/prompts/improve', { prompt: 'Be nice.', wish: 'nicer' });
  model.answer = before;

  assert.equal(frames.at(-1).type, 'error');
  assert.match(frames.at(-1).code, /^model_/);
});

test('a drafted app is a document that can be saved as a draft and run', async () => {
  const { bench, model } = service;
  const before = model.answer;
  const plan = {
    name: 'Echo',
    inputs: [{ name: 'word' }],
    steps: [{ id: 'say', do: 'ask_model', prompt: 'Say {{word}}' }],
  };
  model.answer = () => [JSON.stringify(plan)];
  const drafted = await events('/apps/draft-from-description', {
    description: 'Say a word',
    mode: 'workflow',
  });
  model.answer = before;
  const { document } = drafted.at(-1);

  const app = (await bench.console('POST', '/apps', { name: 'Echo', mode: 'workflow' })) as Wire;
  const { revision } = (await bench.console('GET', `/apps/${app.id}/draft`)) as Wire;
  await bench.console('PUT', `/apps/${app.id}/draft`, { document, revision });
  const run = await events(`/apps/${app.id}/run`, { inputs: { word: 'hello' } });

  assert.deepEqual(run.at(-1).outputs, { result: 'You said: Say hello' });
});

test('without any chat model the request is refused with the way out', async () => {
  const bench = await openTestPlatform({ packsDirectory: '/nowhere' });

  await assert.rejects(
    bench.console('POST', '/prompts/generate', { description: 'x' }),
    /400 .*prompt_model_missing/,
  );
  await bench.close();
});

test('a draft runs with another model and prompt, and stays as it is', async () => {
  const { bench, model } = service;
  await bench.console('POST', '/models', {
    provider: 'openai-compatible',
    name: 'other',
    kind: 'chat',
  });
  const { app } = (await bench.console('POST', '/apps/import', {
    content: classicApp('chat'),
  })) as Wire;
  const override = {
    model: { provider: 'openai-compatible', name: 'other' },
    parameters: { temperature: 0.9 },
    prompt: 'Speak like a pirate.',
  };

  const frames = await events(`/apps/${app.id}/run`, { query: 'Hello', override });

  assert.equal(frames.at(-1).status, 'succeeded');
  const asked = model.questions.at(-1) as Wire;
  assert.deepEqual(
    [asked.model, asked.temperature, asked.messages[0].content],
    ['other', 0.9, 'Speak like a pirate.'],
  );
  const draft = (await bench.console('GET', `/apps/${app.id}/draft`)) as Wire;
  assert.equal(draft.document.classic.pre_prompt, 'Repeat.');
  await assert.rejects(
    bench.console('POST', `/apps/${app.id}/run`, { target: 'published', query: 'x', override }),
    /override_for_draft/,
  );
});
