import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  AppError,
  NodeFailure,
  markdownFromValue,
  noUsage,
  type ChatChunk,
} from '@outpost/contracts';
import {
  createFakeChatModel,
  createFakeModels,
  createFakeRunFiles,
} from '@outpost/contracts/testing';
import { llm } from '../../src/llm/index.ts';
import { createNodeContext } from '../support/create-node-context.ts';
import { runModelNode } from '../support/run-model-node.ts';

const config = {
  model: { provider: 'p', name: 'm', mode: 'chat', completion_params: { temperature: 0 } },
  prompt_template: [{ role: 'user', text: 'Hi {{#start.name#}}' }],
};
const pool = { start: { name: 'Li' } };
const thought = (text: string): ChatChunk => ({ type: 'reasoning', text });

test('an answer is streamed and given out, with what it took', async () => {
  const { result, streamed } = await runModelNode(llm, config, { pool, answer: ['Hel', 'lo'] });

  assert.deepEqual(streamed, ['Hel', 'lo']);
  const { usage, ...outputs } = result.outputs;
  assert.deepEqual(outputs, {
    text: 'Hello',
    reasoning_content: '',
    finish_reason: 'stop',
    files: [],
  });
  assert.equal((usage as { total_tokens: number }).total_tokens, 9);
  assert.equal((usage as { total_price: string }).total_price, '0');
  assert.deepEqual(result.inputs, { model_provider: 'p', model_name: 'm', '#start.name#': 'Li' });
  assert.deepEqual(result.processData, {
    model_mode: 'chat',
    prompts: [{ role: 'user', text: 'Hi Li', files: [] }],
    usage,
    finish_reason: 'stop',
    model_provider: 'fake',
    model_name: 'fake-model',
  });
  assert.equal(result.metadata?.usage?.totalTokens, 9);
});

test('thinking is part of the text unless it is asked for apart', async () => {
  const answer = () => [thought('why'), thought('?'), 'So', '.'];

  const tagged = await runModelNode(llm, config, { pool, answer });
  const apart = await runModelNode(
    llm,
    { ...config, reasoning_format: 'separated' },
    { pool, answer },
  );

  assert.equal(tagged.result.outputs['text'], '<think>\nwhy?\n</think>\n\nSo.');
  assert.equal(tagged.streamed.join(''), tagged.result.outputs['text']);
  assert.deepEqual(tagged.reasoned, []);
  assert.equal(apart.result.outputs['text'], 'So.');
  assert.equal(apart.result.outputs['reasoning_content'], 'why?');
  assert.deepEqual(
    [apart.streamed, apart.reasoned],
    [
      ['So', '.'],
      ['why', '?'],
    ],
  );
});

test('a file that the model makes is kept and shown in the text', async () => {
  const files = createFakeRunFiles();
  const { result, streamed } = await runModelNode(llm, config, {
    pool,
    ports: { files },
    answer: () => [
      'Here:',
      { type: 'file', mediaType: 'image/jpeg', bytes: Uint8Array.of(1) },
      'Fine?',
    ],
  });

  const [file] = files.saved;
  assert.equal(file?.filename, 'generated-1.jpg');
  assert.deepEqual(result.outputs['files'], [file]);
  assert.equal(result.outputs['text'], `Here:\n\n${markdownFromValue(file ?? null)}\n\nFine?`);
  assert.equal(streamed.join(''), result.outputs['text']);
});

test('citations of the context are handed on', async () => {
  const { result } = await runModelNode(
    llm,
    { ...config, context: { enabled: true, variable_selector: ['find', 'result'] } },
    {
      pool: {
        ...pool,
        find: { result: [{ content: 'A', metadata: { _source: 'knowledge', score: 0.5 } }] },
      },
    },
  );

  const resources = result.metadata?.['retriever_resources'] as readonly { score: number }[];
  assert.equal(resources.length, 1);
  assert.equal(resources[0]?.score, 0.5);
  assert.equal(result.inputs?.['#context#'], 'A');
});

test('a request carries parameters, stop words and the patience for the first token', async () => {
  const { request } = await runModelNode(
    llm,
    {
      ...config,
      model: { ...config.model, completion_params: { temperature: 0.3, stop: ['END'] } },
      invocation: { first_token_timeout_ms: 5000 },
    },
    { pool },
  );

  const { messages: _, ...rest } = request;
  assert.deepEqual(rest, {
    parameters: { temperature: 0.3 },
    stop: ['END'],
    firstTokenTimeoutMs: 5000,
  });
});

describe('a model that fails fails the node', () => {
  async function failure(thrown: () => unknown): Promise<unknown> {
    const fake = createFakeChatModel({ answer: [] });
    const broken = {
      ...fake,
      // oxlint-disable-next-line require-yield -- it throws before it says anything
      async *stream(): AsyncGenerator<ChatChunk> {
        throw await Promise.resolve(thrown());
      },
    };
    return rejection({ models: createFakeModels(broken) });
  }
  function rejection(ports: object, signal = new AbortController().signal): Promise<unknown> {
    const context = createNodeContext({ pool, ports, signal });
    const parsed = llm.parse({ id: 'n', title: 'N', config });
    return Promise.resolve(llm.run?.(context, parsed)).then(
      () => assert.fail('it succeeded'),
      (error: unknown) => error,
    );
  }

  test('with what is known of the attempt', async () => {
    const error = await failure(
      () => new AppError('model_rate_limited', { details: { model: 'm' } }),
    );

    assert.ok(error instanceof NodeFailure);
    assert.equal(error.error.type, 'InvokeRateLimitError');
    assert.equal(error.error.code, 'model_rate_limited');
    assert.equal(error.partial.inputs?.['#start.name#'], 'Li');
    assert.deepEqual(error.partial.processData?.['prompts'], [
      { role: 'user', text: 'Hi Li', files: [] },
    ]);
  });

  test('a fault of our own stays one', async () => {
    const bug = new TypeError('x is not a function');

    assert.equal(await failure(() => bug), bug);
  });

  test('an answer that breaks off is no answer', async () => {
    const fake = createFakeChatModel({ answer: [] });
    const broken = {
      ...fake,
      async *stream(): AsyncGenerator<ChatChunk> {
        yield await Promise.resolve({ type: 'text' as const, text: 'Hel' });
      },
    };
    const error = await rejection({ models: createFakeModels(broken) });

    assert.ok(error instanceof NodeFailure);
    assert.match(error.message, /broke off/);
  });

  test('a stopped run is not a failure of the node', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped by somebody');
    controller.abort(reason);
    const models = createFakeModels(createFakeChatModel({ answer: ['a'] }));

    assert.equal(await rejection({ models }, controller.signal), reason);
  });
});

test('thirty thousand chunks come out as they went in', async () => {
  const count = 30_000;
  const chunks = Array.from({ length: count }, () => 'word ');
  const { result, streamed } = await runModelNode(
    llm,
    { ...config, reasoning_format: 'separated' },
    {
      pool,
      answer: chunks,
    },
  );

  assert.equal(streamed.length, count);
  assert.equal(result.outputs['text'], chunks.join(''));
});

test('usage of a model without prices is complete all the same', async () => {
  const { result } = await runModelNode(llm, config, {
    pool,
    answer: () => [
      { type: 'finish', reason: 'length', usage: noUsage, model: { provider: 'p', name: 'm' } },
    ],
  });

  assert.equal(result.outputs['finish_reason'], 'length');
  assert.equal(Object.keys(result.outputs['usage'] as object).length, 14);
});
