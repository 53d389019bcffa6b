import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, NodeFailure, type ChatChunk } from '@outpost/contracts';
import { createFakeChatModel, createFakeModels } from '@outpost/contracts/testing';
import { parameterExtractor } from '../../src/parameter-extractor/index.ts';
import { createNodeContext } from '../support/create-node-context.ts';
import { runModelNode } from '../support/run-model-node.ts';

const model = { provider: 'p', name: 'm', mode: 'chat', completion_params: {} };
const pool = { sys: { query: '去北京三天' } };
const base = { model, query: ['sys', 'query'], reasoning_mode: 'prompt', instruction: '' };

interface Case {
  readonly name: string;
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  readonly reply: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Absent = success. */
  readonly reason?: RegExp;
}
const one = (type: string, more: Readonly<Record<string, unknown>> = {}) => [
  { name: 'p', type, description: 'd', required: true, ...more },
];

const cases: readonly Case[] = [
  {
    name: 'values of the right types',
    parameters: [
      { name: 'city', type: 'string', description: '', required: true },
      { name: 'days', type: 'number', description: '', required: true },
      { name: 'hurry', type: 'bool', description: '', required: false },
      { name: 'tags', type: 'array[string]', description: '', required: false },
    ],
    reply: 'Sure: {"city": "北京", "days": 3, "hurry": false, "tags": ["a"]} ok?',
    values: { city: '北京', days: 3, hurry: false, tags: ['a'] },
  },
  {
    name: 'an optional value may be null',
    parameters: one('number', { required: false }),
    reply: '{"p": null}',
    values: { p: 0 },
  },
  {
    name: 'no JSON at all',
    parameters: [
      { name: 'a', type: 'string', description: '', required: true },
      { name: 'b', type: 'number', description: '', required: true },
      { name: 'c', type: 'boolean', description: '', required: true },
      { name: 'd', type: 'array[object]', description: '', required: true },
    ],
    reply: 'I do not know.',
    values: { a: '', b: 0, c: false, d: [] },
    reason: /no JSON/,
  },
  {
    name: 'a required value that is missing',
    parameters: one('string'),
    reply: '{"q": "x"}',
    values: { p: '' },
    reason: /“p” is missing/,
  },
  {
    name: 'more keys than parameters',
    parameters: one('string'),
    reply: '{"p": "x", "q": 1}',
    values: { p: 'x' },
    reason: /2 values where 1/,
  },
  {
    name: 'a number as text',
    parameters: one('number'),
    reply: '{"p": "3.5"}',
    values: { p: 3.5 },
    reason: /number/,
  },
  {
    name: 'a number as a word',
    parameters: one('number'),
    reply: '{"p": "three"}',
    values: { p: 0 },
    reason: /number/,
  },
  {
    name: 'a boolean as a number',
    parameters: one('boolean'),
    reply: '{"p": 1}',
    values: { p: true },
    reason: /boolean/,
  },
  {
    name: 'a number as a boolean',
    parameters: one('number'),
    reply: '{"p": true}',
    values: { p: 1 },
    reason: /number/,
  },
  {
    name: 'a text as a number',
    parameters: one('string'),
    reply: '{"p": 5}',
    values: { p: '5' },
    reason: /string/,
  },
  {
    name: 'strangers in a list',
    parameters: one('array[number]'),
    reply: '{"p": [1, "2", "x", null, true]}',
    values: { p: [1, 2] },
    reason: /string/,
  },
  {
    name: 'strangers in a list of texts',
    parameters: one('array[string]'),
    reply: '{"p": ["a", 1, {"b": 2}]}',
    values: { p: ['a'] },
    reason: /number/,
  },
  {
    name: 'a list that is none',
    parameters: one('array[object]'),
    reply: '{"p": {"a": 1}}',
    values: { p: [] },
    reason: /no list/,
  },
  {
    name: 'an option',
    parameters: one('select', { options: ['hot', 'cold'] }),
    reply: '{"p": "cold"}',
    values: { p: 'cold' },
  },
  {
    name: 'no option',
    parameters: one('select', { options: ['hot', 'cold'] }),
    reply: '{"p": "warm"}',
    values: { p: 'warm' },
    reason: /none of its options/,
  },
  {
    name: 'a name that objects inherit',
    parameters: [{ name: 'toString', type: 'string', description: '', required: true }],
    reply: '{"x": 1}',
    values: { toString: '' },
    reason: /is missing/,
  },
];

describe('a reply becomes values, and never a failure', () => {
  for (const { name, parameters, reply, values, reason } of cases)
    test(name, async () => {
      const { result } = await runModelNode(
        parameterExtractor,
        { ...base, parameters },
        { pool, answer: [reply] },
      );

      const { __is_success: success, __reason: why, __usage: usage, ...rest } = result.outputs;
      assert.deepEqual(rest, values);
      assert.equal(success, reason ? 0 : 1);
      if (reason) assert.match(why as string, reason);
      else assert.equal(why, null);
      assert.equal((usage as { total_tokens: number }).total_tokens, 8);
    });
});

const trip = [
  {
    name: 'city',
    type: 'select',
    description: 'Where to',
    required: true,
    options: ['北京', '上海'],
  },
  { name: 'days', type: 'number', description: 'How long', required: false },
];
const call = (json: string): ChatChunk => ({
  type: 'tool-call',
  call: { id: 'c', name: 'extract_parameters', arguments: json },
});

test('a model with tools is made to call a function', async () => {
  const { request, result } = await runModelNode(
    parameterExtractor,
    { ...base, reasoning_mode: 'function_call', parameters: trip },
    { pool, features: ['tools'], answer: () => [call('{"city": "北京", "days": 3}')] },
  );

  assert.deepEqual(request.toolChoice, { name: 'extract_parameters' });
  assert.deepEqual(request.tools?.[0]?.parameters, {
    type: 'object',
    properties: {
      city: { type: 'string', enum: ['北京', '上海'], description: 'Where to' },
      days: { type: 'number', description: 'How long' },
    },
    required: ['city', 'days'],
    additionalProperties: false,
  });
  assert.equal(result.outputs['city'], '北京');
  assert.equal(result.outputs['__is_success'], 1);
});

test('a model that answers instead of calling is understood', async () => {
  const { result } = await runModelNode(
    parameterExtractor,
    { ...base, reasoning_mode: '', parameters: trip },
    { pool, features: ['tools'], answer: ['{"city": "上海", "days": 1}'] },
  );

  assert.equal(result.outputs['city'], '上海');
});

test('without tools the prompt says it all, in few words', async () => {
  const { request, prompt } = await runModelNode(
    parameterExtractor,
    {
      ...base,
      reasoning_mode: 'function_call',
      parameters: trip,
      instruction: 'Only {{#sys.query#}}.',
    },
    { pool, features: ['json-mode'] },
  );

  const [instructions = ''] = prompt;
  assert.equal(request.tools, undefined);
  assert.deepEqual(request.responseFormat, { type: 'json' });
  assert.match(instructions, /- city \(string, required\): Where to One of: 北京, 上海\./);
  assert.match(instructions, /- days \(number\): How long/);
  assert.match(instructions, /Only 去北京三天\./);
  assert.match(instructions, /\{"city":"","days":0\}/);
  assert.ok(instructions.length < 600, `${instructions.length} characters`);
  assert.equal(prompt.at(-1), 'user: 去北京三天');
});

test('the text may be written as a template, as very old files do', async () => {
  const { prompt } = await runModelNode(
    parameterExtractor,
    { ...base, query: 'Say {{#sys.query#}}', parameters: trip },
    { pool },
  );

  assert.equal(prompt.at(-1), 'user: Say 去北京三天');
});

test('a model that fails fails the node and leaves the reason behind', async () => {
  const models = {
    ...createFakeModels(createFakeChatModel({ answer: [] })),
    chat: () => Promise.reject(new AppError('model_rate_limited', { details: { model: 'm' } })),
  };
  const parsed = parameterExtractor.parse({
    id: 'n',
    title: 'N',
    config: { ...base, parameters: trip },
  });
  const run = parameterExtractor.run?.(createNodeContext({ pool, ports: { models } }), parsed);

  await assert.rejects(Promise.resolve(run), (error: NodeFailure) => {
    assert.ok(error instanceof NodeFailure);
    assert.deepEqual(error.partial.outputs, {
      __is_success: 0,
      __reason: error.message,
      __error: error.message,
    });
    return true;
  });
});

test('a name the node needs itself is refused', () => {
  const parameters = [{ name: '__reason', type: 'string', description: '', required: true }];

  assert.throws(
    () => parameterExtractor.parse({ id: 'n', title: 'N', config: { ...base, parameters } }),
    { code: 'node_config_invalid' },
  );
});

test('outputs are the parameters by their types, and how it went', () => {
  const parsed = parameterExtractor.parse({
    id: 'n',
    title: 'N',
    config: { ...base, parameters: trip },
  });

  assert.deepEqual(parameterExtractor.outputs(parsed), {
    __is_success: 'number',
    __reason: 'string',
    __usage: 'object',
    city: 'string',
    days: 'number',
  });
});
