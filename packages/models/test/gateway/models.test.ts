import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelProvider } from '@outpost/contracts';
import { createFakeChatModel } from '@outpost/contracts/testing';
import { collect } from '../collect.ts';
import { chunk, healthyAnswer, sendEvents, sendJson, startServer } from '../fake-server.ts';
import {
  ask,
  finishOf,
  question,
  serverAt,
  testGateway,
  testModel,
  textOfChunks,
} from '../test-gateway.ts';

const signal = new AbortController().signal;

test('usage and exact cost come with the finish', async (t) => {
  const { url } = await startServer(t, healthyAnswer);
  const price = { input: '2.50', output: '10.00', unit: '0.000001', currency: 'USD' };
  const models = [{ name: 'test-model', kind: 'chat', price } as const];

  const { usage, reason } = finishOf(
    await ask(testGateway({ providers: [serverAt(url, { models })] })),
  );

  assert.equal(reason, 'stop');
  assert.deepEqual(usage, {
    promptTokens: 5,
    completionTokens: 2,
    totalTokens: 7,
    promptUnitPrice: '2.50',
    completionUnitPrice: '10.00',
    promptPriceUnit: '0.000001',
    completionPriceUnit: '0.000001',
    promptPrice: '0.0000125',
    completionPrice: '0.00002',
    totalPrice: '0.0000325',
    currency: 'USD',
    latencyMs: 0,
    timeToFirstTokenMs: 0,
  });
});

test('pictures go by address only where every model of the chain fetches them', async () => {
  const settings = {
    providers: [
      { id: 'cloud', type: 'openai', baseUrl: null, keys: [] },
      { id: 'relay', type: 'openai', baseUrl: 'http://10.0.0.8/v1', keys: [] },
      { id: 'google', type: 'gemini', baseUrl: null, keys: [] },
    ],
    chains: [
      {
        model: { provider: 'cloud', name: 'gpt-4o' },
        fallbacks: [{ provider: 'google', name: 'gemini-2.5-pro' }],
      },
    ],
  };
  const gateway = testGateway(settings);
  const readsUrls = async (provider: string, name: string): Promise<boolean | undefined> =>
    (await gateway.chat({ provider, name })).facts.readsUrls;

  assert.equal(await readsUrls('cloud', 'gpt-4o-mini'), true);
  assert.equal(await readsUrls('cloud', 'gpt-4o'), false);
  assert.equal(await readsUrls('relay', 'gpt-4o'), false);
});

test('a server that tells no usage is counted here, and the usage says so', async (t) => {
  const { url } = await startServer(t, (_, response) =>
    sendEvents(response, [chunk({ content: 'abc' }), chunk({}, 'stop')]),
  );
  const tokens = { count: (text: string) => text.length };

  const { usage } = finishOf(
    await ask(testGateway({ providers: [serverAt(url)] }, { tokens }), question('12345')),
  );

  assert.deepEqual([usage.promptTokens, usage.completionTokens, usage.estimated], [5, 3, true]);
});

test('tool calls, thinking and the reasons of an end come through', async (t) => {
  const { url } = await startServer(t, (_, response) =>
    sendEvents(response, [
      chunk({ reasoning_content: 'Hm. ' }),
      chunk({
        tool_calls: [{ index: 0, id: 'a', function: { name: 'now', arguments: '{"zone":' } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"UTC"}' } }] }),
      chunk({}, 'stop'),
    ]),
  );

  const chunks = await ask(testGateway({ providers: [serverAt(url)] }));

  assert.deepEqual(chunks.slice(0, 2), [
    { type: 'reasoning', text: 'Hm. ' },
    { type: 'tool-call', call: { id: 'a', name: 'now', arguments: '{"zone":"UTC"}' } },
  ]);
  assert.equal(finishOf(chunks).reason, 'tool-calls');
});

test('thinking tags in the text are left to the nodes', async (t) => {
  const { url } = await startServer(t, (request, response) =>
    healthyAnswer(request, response, '<think>Hm</think>Yes'),
  );

  assert.equal(
    textOfChunks(await ask(testGateway({ providers: [serverAt(url)] }))),
    '<think>Hm</think>Yes',
  );
});

test('models are found by name, by alias, by mapping and by the long names of app files', async () => {
  const gateway = testGateway({
    providers: [{ id: 'cloud', type: 'dashscope', baseUrl: null, keys: [] }],
    mappings: [
      {
        from: { provider: 'langgenius/openai/openai', name: 'gpt-4o' },
        to: { provider: 'cloud', name: 'qwen-max' },
      },
    ],
  });
  const expected = { provider: 'langgenius/tongyi/tongyi', name: 'qwen-max' };

  assert.deepEqual((await gateway.chat(expected)).facts.ref, expected);
  assert.deepEqual(
    (await gateway.chat({ provider: 'tongyi', name: 'qwen-max' })).facts.contextTokens,
    32768,
  );
  assert.equal(
    (await gateway.chat({ provider: 'langgenius/openai/openai', name: 'gpt-4o' })).facts.ref.name,
    'qwen-max',
  );
});

test('what is not set up is refused by name and kind', async () => {
  const gateway = testGateway({
    providers: [
      { id: 'jina', type: 'jina', baseUrl: null, keys: [] },
      { id: 'openai', type: 'openai', baseUrl: null, keys: [] },
    ],
  });

  await assert.rejects(gateway.chat({ provider: 'nobody', name: 'x' }), {
    code: 'model_not_configured',
    message: /“x”.*“nobody”/,
  });
  await assert.rejects(gateway.embedder({ provider: 'jina', name: 'unheard-of' }), {
    code: 'model_not_configured',
  });
  await assert.rejects(gateway.chat({ provider: 'openai', name: 'text-embedding-3-small' }), {
    code: 'model_kind_unsupported',
  });
  await assert.rejects(gateway.moderation(null), { code: 'model_default_missing' });
});

test('a provider without its key says what is missing', async () => {
  const gateway = testGateway({
    providers: [{ id: 'openai', type: 'openai', baseUrl: null, keys: [] }],
  });

  await assert.rejects(ask(gateway, question(), { provider: 'openai', name: 'gpt-4o' }), {
    code: 'model_provider_misconfigured',
    message: /API key is missing/,
  });
});

test('the list has custom models first, then the catalogue without what they replace and what is off', async () => {
  const gateway = testGateway({
    providers: [
      {
        id: 'deepseek',
        type: 'deepseek',
        baseUrl: null,
        keys: [],
        models: [{ name: 'deepseek-chat', kind: 'chat', contextTokens: 5 }],
        disabledModels: ['deepseek-reasoner'],
      },
    ],
  });
  const listed = await gateway.list({ kind: 'chat' });

  assert.deepEqual(listed[0], {
    ref: { provider: 'deepseek', name: 'deepseek-chat' },
    name: 'deepseek-chat',
    kind: 'chat',
    mode: 'chat',
    contextTokens: 5,
    outputTokensMax: null,
    features: [],
    origin: 'custom',
    price: null,
    parameters: [],
    deprecated: false,
  });
  assert.equal(listed.filter(({ name }) => name === 'deepseek-chat').length, 1);
  assert.ok(!listed.some(({ name }) => name === 'deepseek-reasoner'));
  assert.ok(
    listed.some(({ name, origin }) => name === 'deepseek-v4-pro' && origin === 'catalogue'),
  );
});

test('embeddings go in batches, keep their order and add their tokens up', async (t) => {
  const { url, requests } = await startServer(t, ({ body }, response) => {
    const input = body['input'] as string[];
    // Told backwards: only the index says where a vector belongs.
    const data = input.map((text, index) => ({ index, embedding: [Number(text), 1] })).reverse();
    sendJson(response, { data, usage: { prompt_tokens: input.length } });
  });
  const models = [{ name: 'test-model', kind: 'embedding', batchMax: 3 } as const];
  const embedder = await testGateway({ providers: [serverAt(url, { models })] }).embedder(
    testModel,
  );

  const { vectors, usage } = await embedder.embed(['0', '1', '2', '3', '4', '5', '6'], {
    signal,
    purpose: 'document',
  });

  assert.deepEqual(
    vectors.map((vector) => vector[0]),
    [0, 1, 2, 3, 4, 5, 6],
  );
  assert.deepEqual([requests.length, usage.promptTokens], [3, 7]);
  assert.deepEqual((await embedder.embed([], { signal, purpose: 'query' })).vectors, []);
});

test('a server that leaves a vector out, or mixes lengths, is found out', async (t) => {
  const answers = [
    [{ index: 0, embedding: [1] }],
    [{ embedding: [1] }, { embedding: [1, 2] }],
    [{ embedding: ['x'] }, { embedding: [1] }],
  ];
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { data: answers.shift() ?? null }),
  );
  const embedder = await testGateway({
    providers: [serverAt(url)],
    limits: { retriesMax: 0 },
  }).embedder(testModel);
  const embed = () => embedder.embed(['a', 'b'], { signal, purpose: 'query' });

  await assert.rejects(embed(), /text 2 got no vector/);
  await assert.rejects(embed(), /different lengths, 1 and 2/);
  await assert.rejects(embed(), /not a list of numbers/);
  await assert.rejects(embed(), /text 1 got no vector/);
});

test('base64 vectors are read', async (t) => {
  const base64 = Buffer.from(new Float32Array([0.5, -1]).buffer).toString('base64');
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { data: [{ index: 0, embedding: base64 }] }),
  );
  const embedder = await testGateway({ providers: [serverAt(url)] }).embedder(testModel);

  assert.deepEqual(
    [...((await embedder.embed(['a'], { signal, purpose: 'query' })).vectors[0] ?? [])],
    [0.5, -1],
  );
});

test('scores come best first and at most as many as asked, whatever the server sends', async (t) => {
  const results = [
    { index: 1, relevance_score: 0.1 },
    { index: 0, relevance_score: 0.9 },
    { index: 7, relevance_score: 1 },
    { index: 2, relevance_score: 0.5 },
  ];
  const { url } = await startServer(t, (_, response) => sendJson(response, { results }));
  const reranker = await testGateway({ providers: [serverAt(url)] }).reranker(testModel);

  assert.deepEqual(
    await reranker.rerank({ query: 'q', documents: ['a', 'b', 'c'], top: 2 }, { signal }),
    [
      { index: 0, score: 0.9 },
      { index: 2, score: 0.5 },
    ],
  );
});

test('speech goes both ways, and moderation names what it found', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) => {
    if (path === '/audio/transcriptions') sendJson(response, { text: 'Hello there' });
    else if (path === '/moderations')
      sendJson(response, { results: [{ categories: { violence: true, hate: false } }] });
    else {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      response.end('sound');
    }
  });
  const models = [
    { name: 'voice', kind: 'text-to-speech', voices: [{ id: 'anna', name: 'Anna' }] } as const,
  ];
  const gateway = testGateway({
    providers: [serverAt(url, { type: 'new-api', models })],
    defaults: {
      'speech-to-text': testModel,
      'text-to-speech': { provider: 'inner', name: 'voice' },
      moderation: testModel,
    },
  });

  const audio = { bytes: new Uint8Array([1, 2]), mediaType: 'audio/wav', filename: 'a.wav' };
  assert.equal(
    await (await gateway.speechToText(null)).transcribe(audio, { signal, language: 'en' }),
    'Hello there',
  );
  assert.match(requests[0]?.text ?? '', /name="language"[\s\S]*en[\s\S]*/);
  const speaker = await gateway.textToSpeech(null);
  const spoken = await speaker.speak({ text: 'Hi', voice: null }, { signal });
  assert.equal(spoken.mediaType, 'audio/wav');
  assert.equal(Buffer.concat(await collect(spoken.audio)).toString(), 'sound');
  assert.deepEqual(requests[1]?.body, {
    model: 'voice',
    input: 'Hi',
    voice: 'anna',
    response_format: 'mp3',
  });
  assert.deepEqual(await (await gateway.moderation(null)).moderate('x', { signal }), {
    flagged: true,
    categories: ['violence'],
  });
});

test('a plugged-in provider answers like any other, and can stand in for one', async (t) => {
  const { url } = await startServer(t, (_, response) => sendJson(response, {}, 503));
  const model = createFakeChatModel({ answer: ['local ', 'answer'] });
  const local: ModelProvider = {
    id: 'local',
    title: { en: 'This machine', zh: '本机' },
    models: () =>
      Promise.resolve([
        {
          name: 'tiny',
          kind: 'chat',
          mode: 'chat',
          contextTokens: 8,
          outputTokensMax: 8,
          features: [],
        },
      ]),
    chat: (name) => Promise.resolve(name === 'tiny' ? model : null),
  };
  const ref = { provider: 'local', name: 'tiny' };
  const gateway = testGateway(
    {
      providers: [serverAt(url)],
      chains: [{ model: testModel, fallbacks: [ref] }],
      limits: { retriesMax: 0 },
    },
    { extraProviders: [local] },
  );

  const chunks = await ask(gateway);

  assert.equal(textOfChunks(chunks), 'local answer');
  assert.deepEqual(finishOf(chunks).model, ref);
  assert.deepEqual(
    (await gateway.list()).map((listed) => listed.ref),
    [ref],
  );
  await assert.rejects(gateway.chat({ ...ref, name: 'big' }), { code: 'model_not_configured' });
  await assert.rejects(gateway.embedder(ref), { code: 'model_not_configured' });
});

test('custom models may live at an address of their own, under another name', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  const models = [
    {
      name: 'shown',
      kind: 'chat',
      serverName: 'ep-123',
      baseUrl: url,
      keys: [{ id: 'own', credentials: { api_key: 'sk-own' } }],
    } as const,
  ];

  await ask(testGateway({ providers: [serverAt('http://10.255.255.1', { models })] }), question(), {
    provider: 'inner',
    name: 'shown',
  });

  assert.deepEqual(
    [requests[0]?.body['model'], requests[0]?.headers.authorization],
    ['ep-123', 'Bearer sk-own'],
  );
});
