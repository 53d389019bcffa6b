import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forcedCall } from '../../src/host/forced-call.ts';
import { readSampling } from '../../src/host/sampling.ts';

const read = (parameters: Record<string, unknown>, stop?: readonly string[]) =>
  readSampling({ messages: [], parameters, ...(stop ? { stop } : {}) });

test('parameters are read by the names that app files use', () => {
  const sampling = read(
    {
      temperature: 0,
      top_p: '0.5',
      top_k: 10,
      max_tokens: 7.9,
      seed: 42,
      repetition_penalty: 1.3,
      frequency_penalty: 1,
      stop: 'B',
      response_format: 'ignored',
    },
    ['A', ''],
  );

  assert.deepEqual(sampling, {
    temperature: 0,
    topP: 0.5,
    topK: 10,
    minP: 0,
    seed: 42,
    repeatPenalty: 1.3,
    frequencyPenalty: 1,
    presencePenalty: 0,
    maxTokens: 7,
    stop: ['A', 'B'],
    thinking: null,
  });
});

test('“no limit” of tokens means as many as fit', () => {
  assert.equal(read({ max_tokens: -1 }).maxTokens, null);
  assert.equal(read({ max_tokens: null }).maxTokens, null);
});

for (const [name, value] of [
  ['temperature', 'hot'],
  ['temperature', -1],
  ['top_p', 2],
  ['seed', Number.NaN],
] as const)
  test(`${name} = ${String(value)} is refused by name`, () => {
    assert.throws(() => read({ [name]: value }), {
      failure: 'request',
      message: new RegExp(`${name} must be a number`),
    });
  });

test('a caller who insists on a tool gets its form, one who does not gets none', () => {
  const tools = [
    { name: 'a', description: '', parameters: { type: 'object' } },
    { name: 'b', description: '', parameters: { type: 'object' } },
  ];
  const request = { messages: [], parameters: {}, tools };

  assert.equal(forcedCall(request), null);
  assert.deepEqual(forcedCall({ ...request, toolChoice: { name: 'b' } })?.schema, {
    type: 'object',
    properties: { name: { const: 'b' }, arguments: { type: 'object' } },
  });
  assert.ok(JSON.stringify(forcedCall({ ...request, toolChoice: 'required' })).includes('oneOf'));
  assert.throws(() => forcedCall({ ...request, toolChoice: { name: 'c' } }), {
    failure: 'request',
  });
});
