import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { modelField } from '../../src/prompt/model-fields.ts';
import { readParameters, selectorsInParameters } from '../../src/prompt/completion-parameters.ts';
import { createTestVariables } from '../support/create-node-context.ts';

const variables = createTestVariables({
  start: { heat: 0.2, on: true, word: 'high', long: 'x'.repeat(2000), flag: 'true' },
});
const read = (parameters: Readonly<Record<string, unknown>>) =>
  readParameters(modelField.parse({ provider: 'p', name: 'm', completion_params: parameters }), {
    variables,
    contextText: '',
    read: {},
  });

describe('a text parameter is resolved', () => {
  const cases: readonly (readonly [given: unknown, resolved: unknown])[] = [
    ['{{#start.heat#}}', 0.2],
    ['{{#start.flag#}}', true],
    ['{{#start.word#}}', 'high'],
    ['{{#start.long#}}', 'x'.repeat(1024)],
    ['7', '7'],
    [0.5, 0.5],
    [{ a: 1 }, { a: 1 }],
  ];
  for (const [given, resolved] of cases)
    test(`${JSON.stringify(given)} is ${JSON.stringify(resolved).slice(0, 20)}`, () => {
      assert.deepEqual(read({ p: given }).parameters, { p: resolved });
    });
});

test('a parameter that names a missing variable fails', () => {
  assert.throws(() => read({ temperature: '{{#start.gone#}}' }), { code: 'variable_missing' });
});

test('stop words, formats and empty parameters are no free parameters', () => {
  const result = read({
    stop: ['END', '', 3],
    response_format: 'json_object',
    seed: null,
    top_p: 1,
  });

  assert.deepEqual(result, {
    parameters: { top_p: 1 },
    stop: ['END'],
    responseFormat: { type: 'json' },
  });
});

describe('a response format becomes the request’s own', () => {
  const schema = { type: 'object' };
  const cases: readonly (readonly [
    parameters: Readonly<Record<string, unknown>>,
    format: unknown,
  ])[] = [
    [{ response_format: 'text' }, null],
    [{ response_format: 'JSON' }, { type: 'json' }],
    [{ response_format: { type: 'json_object' } }, { type: 'json' }],
    [
      { response_format: 'json_schema', json_schema: JSON.stringify(schema) },
      { type: 'schema', name: 'answer', schema },
    ],
    [
      { response_format: 'json_schema', json_schema: { name: 'city', schema } },
      { type: 'schema', name: 'city', schema },
    ],
  ];
  for (const [parameters, format] of cases)
    test(JSON.stringify(parameters), () => {
      assert.deepEqual(read(parameters).responseFormat, format);
    });

  test('a schema that is no JSON is refused', () => {
    assert.throws(() => read({ response_format: 'json_schema', json_schema: '{' }), {
      code: 'answer_schema_invalid',
    });
  });
});

test('parameters tell which variables they read', () => {
  const model = modelField.parse({
    provider: 'p',
    name: 'm',
    completion_params: { temperature: '{{#start.heat#}}', top_p: 1 },
  });

  assert.deepEqual(selectorsInParameters(model), [['start', 'heat']]);
});
