import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { llm } from '../../src/llm/index.ts';
import { runModelNode } from '../support/run-model-node.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
  required: ['city'],
  additionalProperties: false,
};
const config = {
  model: { provider: 'p', name: 'm', mode: 'chat', completion_params: {} },
  prompt_template: [
    { role: 'system', text: 'Plan.' },
    { role: 'user', text: 'A trip' },
  ],
  structured_output_enabled: true,
  structured_output: { schema },
};
const good = ['{"city": "北京", "days": 2}'];

test('a model with the feature is bound to the schema, and the prompt stays as it is', async () => {
  const { request, prompt, result } = await runModelNode(llm, config, {
    features: ['structured-output'],
    answer: good,
  });

  assert.deepEqual(request.responseFormat, { type: 'schema', name: 'answer', schema });
  assert.deepEqual(prompt, ['system: Plan.', 'user: A trip']);
  assert.deepEqual(result.outputs['structured_output'], { city: '北京', days: 2 });
});

test('another model is told the schema', async () => {
  const { request, prompt } = await runModelNode(llm, config, {
    features: ['json-mode'],
    answer: good,
  });

  assert.deepEqual(request.responseFormat, { type: 'json' });
  assert.match(String(prompt[0]), /^system: Plan\.\n\nReply with JSON only/);
  assert.ok(prompt[0]?.includes(JSON.stringify(schema)));
});

test('a prompt without instructions gets them as its first message', async () => {
  const { prompt } = await runModelNode(
    llm,
    { ...config, prompt_template: [{ role: 'user', text: 'A trip' }] },
    { answer: good },
  );

  assert.equal(prompt.length, 2);
  assert.match(String(prompt[0]), /^system: Reply with JSON only/);
});

describe('an answer is read tolerantly', () => {
  const cases: readonly (readonly [name: string, answer: string])[] = [
    ['in a fence', '```json\n{"city": "Rom"}\n```'],
    ['behind thinking', '<think>{"no": 1}</think>{"city": "Rom"}'],
    ['with faults', "Sure: {'city': 'Rom',}"],
    ['cut off', '{"city": "Rom'],
  ];
  for (const [name, answer] of cases)
    test(name, async () => {
      const { result } = await runModelNode(llm, config, { answer: [answer] });

      assert.deepEqual(result.outputs['structured_output'], { city: 'Rom' });
      assert.equal(result.outputs['text'], answer);
    });
});

describe('an answer that does not fit fails and says why', () => {
  const cases: readonly (readonly [answer: string, reason: RegExp])[] = [
    ['Rome, two days.', /no JSON in it/],
    ['{"days": 2}', /city/],
    ['{"city": 5}', /#\/city.*string/],
    ['{"city": "Rom", "days": 0}', /#\/days/],
    ['{"city": "Rom", "mood": "good"}', /mood/],
  ];
  for (const [answer, reason] of cases)
    test(answer, async () => {
      await assert.rejects(runModelNode(llm, config, { answer: [answer] }), (error: Error) => {
        assert.match(error.message, reason);
        return true;
      });
    });
});

test('a schema nobody can use is named as the fault', async () => {
  const broken = { ...config, structured_output: { schema: { $ref: '#/nowhere' } } };

  await assert.rejects(runModelNode(llm, broken, { answer: ['{}'] }), {
    message:
      'The JSON Schema for the answer of model “m” cannot be used: Unresolved $ref "#/nowhere". Correct it, or choose another response format.',
  });
});

test('a schema may be stored as its text', async () => {
  const stored = { ...config, structured_output: { schema: JSON.stringify(schema) } };
  const { result } = await runModelNode(llm, stored, { answer: good });

  assert.deepEqual(result.outputs['structured_output'], { city: '北京', days: 2 });
});

test('a schema that is switched off is not asked for', async () => {
  const off = { ...config, structured_output_enabled: false };
  const { request, result } = await runModelNode(llm, off, { features: ['structured-output'] });

  assert.equal(request.responseFormat, undefined);
  assert.equal('structured_output' in result.outputs, false);
});
