import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProvider, providers } from '../../src/index.ts';
import { collect } from '../collect.ts';
import { healthyAnswer, sendJson, startServer } from '../fake-server.ts';
import { ask, question, serverAt, testGateway, testModel, textOfChunks } from '../test-gateway.ts';

const signal = new AbortController().signal;

test('every provider answers a chat question in its own dialect of the common format', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  const models = [{ name: 'test-model', kind: 'chat' } as const];
  const apart = new Set(['anthropic', 'gemini', 'bedrock', 'cohere']);
  for (const { id, kinds } of providers) {
    if (apart.has(id) || !kinds.includes('chat')) continue;

    const chunks = await ask(
      testGateway({ providers: [serverAt(url, { type: id, models })] }),
      question('Hi', { parameters: { max_tokens: 8 } }),
    );

    assert.equal(textOfChunks(chunks), 'Hello!', id);
    const { body = {} } = requests.at(-1) ?? {};
    assert.equal(body['max_tokens'] ?? body['max_completion_tokens'], 8, id);
  }
});

test('ids and aliases of providers are unique, and their words are there in both languages', () => {
  const names = providers.flatMap(({ id, aliases }) => [id, ...aliases]);

  assert.equal(new Set(names).size, names.length);
  for (const { id, title, kinds, baseUrl, baseUrlExample, credentialFields } of providers) {
    assert.ok(title.en && title.zh && kinds.length > 0, id);
    assert.ok(baseUrl !== null || baseUrlExample !== '', id);
    assert.ok(
      credentialFields.every((field) => field.title.en && field.title.zh),
      id,
    );
    assert.equal(findProvider(`langgenius/${id}/${id}`)?.manifest.id, id);
  }
});

test('a provider is found by every name that app files give it', () => {
  const cases = [
    ['google', 'gemini'],
    ['langgenius/gemini/google', 'gemini'],
    ['langgenius/gemini', 'gemini'],
    ['langgenius/tongyi/tongyi', 'dashscope'],
    ['volcengine_maas', 'ark'],
    ['langgenius/openai_api_compatible/openai_api_compatible', 'openai-compatible'],
    ['azure_openai', 'azure-openai'],
    ['ZhipuAI', 'zhipu'],
    ['OAI-compatible', 'openai-compatible'],
    ['huggingface_tei', 'tei'],
    ['someone/ollama/other_name', 'ollama'],
    ['someone/new/Thing', undefined],
    ['constructor', undefined],
    ['', undefined],
  ] as const;

  assert.deepEqual(
    cases.map(([name]) => [name, findProvider(name)?.manifest.id]),
    cases,
  );
});

test('every provider of the promise is there', () => {
  const promised = [
    'openai',
    'azure-openai',
    'anthropic',
    'gemini',
    'bedrock',
    'mistral',
    'cohere',
    'deepseek',
    'dashscope',
    'zhipu',
    'moonshot',
    'minimax',
    'ark',
    'hunyuan',
    'qianfan',
    'siliconflow',
    'stepfun',
    'openrouter',
    'groq',
    'together',
    'fireworks',
    'ollama',
    'vllm',
    'xinference',
    'localai',
    'lm-studio',
    'tgi',
    'llama-cpp',
    'mindie',
    'new-api',
    'openai-compatible',
  ];

  assert.deepEqual(
    promised.filter((id) => findProvider(id) === null),
    [],
  );
});

test('Azure names the deployment in the body, or in the address with a dated version', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  const at = (api_version: string) =>
    serverAt(url, {
      type: 'azure-openai',
      keys: [{ id: 'a', credentials: { api_key: 'azure-key', api_version } }],
    });

  await ask(testGateway({ providers: [at('v1')] }));
  await ask(testGateway({ providers: [at('2024-10-21')] }));

  assert.deepEqual(
    requests.map(({ path }) => path),
    [
      '/openai/v1/chat/completions',
      '/openai/deployments/test-model/chat/completions?api-version=2024-10-21',
    ],
  );
  assert.ok(
    requests.every(({ headers }) => headers['api-key'] === 'azure-key' && !headers.authorization),
  );
});

test('Zhipu and Ark get the switch for thinking as an object', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  for (const [type, thinking] of [
    ['zhipu', true],
    ['ark', 'disabled'],
    ['ark', 'auto'],
  ] as const)
    await ask(
      testGateway({ providers: [serverAt(url, { type })] }),
      question('Hi', { parameters: { thinking } }),
    );

  assert.deepEqual(
    requests.map(({ body }) => body['thinking']),
    [{ type: 'enabled' }, { type: 'disabled' }, { type: 'auto' }],
  );
});

test('Mistral gets ids of nine letters, alike in a call and in its result', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  const messages = [
    {
      role: 'assistant',
      text: '',
      toolCalls: [{ id: 'call_from_openai_1', name: 'now', arguments: '{}' }],
    },
    { role: 'tool', callId: 'call_from_openai_1', name: 'now', text: 'x' },
  ] as const;

  await ask(
    testGateway({ providers: [serverAt(url, { type: 'mistral' })] }),
    question('', { messages }),
  );

  const [, sent, back] =
    /"id":"(\w{9})".*"tool_call_id":"(\w{9})"/.exec(requests[0]?.text ?? '') ?? [];
  assert.ok(sent !== undefined && sent === back);
  assert.ok(!('stream_options' in (requests[0]?.body ?? {})));
});

test('Mistral’s thinking in parts is thinking', async (t) => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
    { type: 'text', text: 'Yes' },
  ];
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { choices: [{ message: { content }, finish_reason: 'stop' }] }),
  );

  const chunks = await ask(testGateway({ providers: [serverAt(url, { type: 'mistral' })] }));

  assert.deepEqual(chunks.slice(0, 2), [
    { type: 'reasoning', text: 'Hm' },
    { type: 'text', text: 'Yes' },
  ]);
});

test('DashScope: rerank, speech to text and text to speech use its own addresses', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) => {
    if (path.endsWith('/text-rerank'))
      sendJson(response, {
        output: {
          results: [
            { index: 1, relevance_score: 0.7 },
            { index: 0, relevance_score: 0.1 },
          ],
        },
      });
    else if (path.endsWith('/generation'))
      sendJson(response, { output: { audio: { url: `${url}/sound.wav` } } });
    else if (path === '/sound.wav') response.end('sound');
    else healthyAnswer({ method: 'POST', path, headers: {}, text: '', body: {} }, response, '你好');
  });
  const gateway = testGateway({
    providers: [serverAt(`${url}/compatible-mode/v1`, { type: 'dashscope' })],
  });

  assert.deepEqual(
    await (
      await gateway.reranker(testModel)
    ).rerank({ query: 'q', documents: ['a', 'b'], top: 1 }, { signal }),
    [{ index: 1, score: 0.7 }],
  );
  const audio = { bytes: new Uint8Array([1]), mediaType: 'audio/wav', filename: 'a.wav' };
  assert.equal(await (await gateway.speechToText(testModel)).transcribe(audio, { signal }), '你好');
  const spoken = await (
    await gateway.textToSpeech(testModel)
  ).speak({ text: '你好', voice: null }, { signal });
  assert.equal(Buffer.concat(await collect(spoken.audio)).toString(), 'sound');
  assert.deepEqual(
    requests.map(({ path }) => path),
    [
      '/api/v1/services/rerank/text-rerank/text-rerank',
      '/compatible-mode/v1/chat/completions',
      '/api/v1/services/aigc/multimodal-generation/generation',
      '/sound.wav',
    ],
  );
  // The store of the sound belongs to nobody we know.
  assert.equal(requests.at(-1)?.headers.authorization, undefined);
});

test('MiniMax: vectors by purpose, sound in hexadecimal', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) =>
    sendJson(
      response,
      path === '/embeddings'
        ? { vectors: [[1, 2]], total_tokens: 3, base_resp: { status_code: 0 } }
        : { data: { audio: '736f756e64' }, base_resp: { status_code: 0 } },
    ),
  );
  const gateway = testGateway({ providers: [serverAt(url, { type: 'minimax' })] });

  const { vectors, usage } = await (
    await gateway.embedder(testModel)
  ).embed(['a'], { signal, purpose: 'document' });
  const spoken = await (
    await gateway.textToSpeech(testModel)
  ).speak({ text: 'Hi', voice: null }, { signal });

  assert.deepEqual(
    [[...(vectors[0] ?? [])], usage.promptTokens, requests[0]?.body['type']],
    [[1, 2], 3, 'db'],
  );
  assert.equal(Buffer.concat(await collect(spoken.audio)).toString(), 'sound');
});

test('a refusal that MiniMax writes into a good answer is a refusal', async (t) => {
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { base_resp: { status_code: 1004, status_msg: 'invalid api key' } }),
  );

  await assert.rejects(ask(testGateway({ providers: [serverAt(url, { type: 'minimax' })] })), {
    code: 'model_access_refused',
  });
});

test('Jina, Voyage and text-embeddings-inference speak their own variants', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) => {
    if (path === '/rerank')
      sendJson(
        response,
        requests.at(-1)?.body['texts']
          ? [{ index: 0, score: 0.5 }]
          : { data: [{ index: 0, relevance_score: 0.5 }] },
      );
    else sendJson(response, { data: [{ index: 0, embedding: [1] }], usage: { total_tokens: 1 } });
  });
  const gateway = (type: string, name: string) => {
    const models = (['embedding', 'rerank'] as const).map((kind) => ({ name, kind }));
    return testGateway({ providers: [serverAt(url, { type, models })] });
  };

  const ref = { provider: 'inner', name: 'jina-embeddings-v3' };
  await (await gateway('jina', ref.name).embedder(ref)).embed(['a'], { signal, purpose: 'query' });
  await (
    await gateway('voyage', ref.name).embedder(ref)
  ).embed(['a'], { signal, purpose: 'query' });
  for (const type of ['voyage', 'tei'])
    assert.deepEqual(
      await (
        await gateway(type, ref.name).reranker(ref)
      ).rerank({ query: 'q', documents: ['a'], top: 1 }, { signal }),
      [{ index: 0, score: 0.5 }],
    );

  assert.deepEqual(
    requests.map(({ body }) => [body['task'], body['input_type'], body['top_k'], body['texts']]),
    [
      ['retrieval.query', undefined, undefined, undefined],
      [undefined, 'query', undefined, undefined],
      [undefined, undefined, 1, undefined],
      [undefined, undefined, undefined, ['a']],
    ],
  );
});
