import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBlankApp, overrideModel } from '../src/index.ts';

const model = { provider: 'ollama', name: 'qwen' };

test('a classic app gets the other model, its parameters and its prompt, and nothing else changes', () => {
  const app = createBlankApp('chat', 'A');

  const tried = overrideModel(app, { model, parameters: { temperature: 0 }, prompt: 'Be short.' });

  assert.deepEqual(tried, {
    ...app,
    classic: {
      ...app.classic,
      model: { ...model, mode: 'chat', completion_params: { temperature: 0 } },
      prompt_type: 'simple',
      pre_prompt: 'Be short.',
    },
  });
  assert.equal(overrideModel(app, { model }).classic?.['pre_prompt'], '');
});

test('in a graph every node that names a model gets the other one', () => {
  const app = createBlankApp('advanced-chat', 'A');

  const tried = overrideModel(app, { model });

  assert.deepEqual(
    tried.graph.nodes.map(({ kind, config }) => [
      kind,
      (config['model'] as { name?: string })?.name,
    ]),
    [
      ['start', undefined],
      ['llm', 'qwen'],
      ['answer', undefined],
    ],
  );
  assert.deepEqual(tried.graph.edges, app.graph.edges);
});
