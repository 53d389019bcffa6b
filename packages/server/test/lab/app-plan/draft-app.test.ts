import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage, PromptEvent } from '@outpost/contracts';
import { createFakeChatModel } from '@outpost/contracts/testing';
import { createNodeKinds } from '@outpost/nodes';
import { draftApp } from '../../../src/lab/app-plan/draft-app.ts';

const modelRef = { provider: 'fake', name: 'fake-model' };
const plan = {
  name: 'Poet',
  type: 'workflow',
  inputs: [{ name: 'theme' }],
  steps: [{ id: 'poem', do: 'ask_model', prompt: 'A poem on {{theme}}' }],
};
const faulty = { ...plan, steps: [...plan.steps, { id: 'x', do: 'teleport' }] };

async function drafted(answers: readonly string[], description = 'Poems on a theme') {
  const left = [...answers];
  const events: PromptEvent[] = [];
  const model = createFakeChatModel({ answer: () => [left.shift() ?? ''] });
  await draftApp(
    { description, language: 'en' },
    {
      model,
      modelRef,
      kinds: createNodeKinds(),
      signal: new AbortController().signal,
      tell: (event) => void events.push(event),
    },
  );
  const last = events.at(-1);
  assert.equal(last?.type, 'app');
  return { events, model, app: last as Extract<PromptEvent, { type: 'app' }> };
}

const textOf = (message: ChatMessage | undefined): string => JSON.stringify(message ?? null);

test('a good plan is used as it is', async () => {
  const { app, model, events } = await drafted([`Here: ${JSON.stringify(plan)}`]);

  assert.equal(app.source, 'model');
  assert.equal(app.notice, null);
  assert.deepEqual(
    app.document.graph.nodes.map(({ kind }) => kind),
    ['start', 'llm', 'end'],
  );
  assert.equal(model.requests.length, 1);
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'progress' ? [event.step] : [])),
    ['asking', 'building'],
  );
});

test('a plan with faults goes back once, with the faults', async () => {
  const { app, model } = await drafted([JSON.stringify(faulty), JSON.stringify(plan)]);

  assert.equal(app.source, 'repaired');
  assert.equal(app.notice, null);
  const repair = textOf(model.requests[1]?.messages.at(-1));
  assert.match(repair, /teleport/);
});

test('a plan that keeps its faults is used without them, and that is said', async () => {
  const { app } = await drafted([JSON.stringify(faulty), 'I cannot.']);

  assert.equal(app.source, 'repaired');
  assert.equal(app.document.graph.nodes.length, 3);

  const twice = await drafted([JSON.stringify(faulty), JSON.stringify(faulty)]);
  assert.match(twice.app.notice?.en ?? '', /faults/);
});

test('when there is no plan, the description becomes a simple app, and that is said', async () => {
  const { app } = await drafted(['A poem!', '{"steps": []}'], 'A bot that chats about poems');

  assert.equal(app.source, 'default');
  assert.equal(app.document.profile.mode, 'advanced-chat');
  assert.match(JSON.stringify(app.document.graph), /A bot that chats about poems/);
  assert.match(app.notice?.zh ?? '', /简单应用/);
});
