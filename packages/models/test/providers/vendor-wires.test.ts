import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ChatMessage, ToolCall } from '@outpost/contracts';
import { sendJson, startServer } from '../fake-server.ts';
import {
  ask,
  finishOf,
  question,
  serverAt,
  testGateway,
  testModel,
  textOfChunks,
} from '../test-gateway.ts';
import { eventStreamFrame } from './event-stream-frame.ts';

const signal = new AbortController().signal;
const tools = [
  {
    name: 'get_time',
    description: 'Tells the time.',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
];
const parameters = { temperature: 0.3, top_p: 0.9, top_k: 5, max_tokens: 2000 };

function replay(response: ServerResponse, fixture: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url)));
}

/** Where nobody listens: a port that was free a moment ago. */
async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function callIn(chunks: Awaited<ReturnType<typeof ask>>): ToolCall {
  const found = chunks.find((chunk) => chunk.type === 'tool-call');
  assert.ok(found?.type === 'tool-call');
  return found.call;
}

function withResult(call: ToolCall): readonly ChatMessage[] {
  return [
    { role: 'user', content: [{ type: 'text', text: 'What time is it?' }] },
    { role: 'assistant', text: '', toolCalls: [call] },
    { role: 'tool', callId: call.id, name: call.name, text: '14:05' },
  ];
}

test('Anthropic: thinking, text, a tool call and usage come through, and signed thoughts go back', async (t) => {
  const { url, requests } = await startServer(t, (_, response) =>
    replay(response, 'anthropic/stream.txt'),
  );
  const gateway = testGateway({ providers: [serverAt(url, { type: 'anthropic' })] });
  const own = { ...parameters, thinking: true, thinking_budget: 1500 };

  const chunks = await ask(
    gateway,
    question('What time is it?', { tools, parameters: own, stop: ['END'] }),
  );

  assert.equal(textOfChunks(chunks), 'Let me look.');
  assert.ok(
    chunks.some((chunk) => chunk.type === 'reasoning' && chunk.text === 'I need the time.'),
  );
  const call = callIn(chunks);
  assert.deepEqual(
    [call.id, call.name, JSON.parse(call.arguments)],
    ['toolu_01', 'get_time', { city: 'Beijing' }],
  );
  const { reason, usage } = finishOf(chunks);
  assert.deepEqual([reason, usage.promptTokens, usage.completionTokens], ['tool-calls', 25, 89]);
  const [sent] = requests;
  assert.equal(sent?.path, '/v1/messages');
  assert.equal(sent?.headers['x-api-key'], 'sk-first-secret');
  assert.deepEqual(sent?.body['thinking'], { type: 'enabled', budget_tokens: 1500 });
  assert.deepEqual(sent?.body['stop_sequences'], ['END']);

  await ask(gateway, question('', { messages: withResult(call), tools, parameters: own }));
  assert.match(requests[1]?.text ?? '', /"signature":"EqQBCgIYAhIM1gbcDa9GJwZA"/);
  assert.match(requests[1]?.text ?? '', /"tool_use_id":"toolu_01"/);
});

test('Anthropic: a refusal, an overload and an error within the stream are told apart', async (t) => {
  const answers: ((response: ServerResponse) => void)[] = [
    (response) =>
      sendJson(
        response,
        { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
        401,
      ),
    (response) =>
      sendJson(
        response,
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
        529,
      ),
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      );
    },
  ];
  const { url } = await startServer(t, (_, response) => answers.shift()?.(response));
  const gateway = testGateway({
    providers: [serverAt(url, { type: 'anthropic' })],
    limits: { retriesMax: 0 },
  });

  await assert.rejects(ask(gateway), {
    code: 'model_access_refused',
    message: /invalid x-api-key/,
  });
  await assert.rejects(ask(gateway), { code: 'model_call_failed', message: /Overloaded/ });
  await assert.rejects(ask(gateway), { code: 'model_call_failed', message: /Overloaded/ });
});

test('Gemini: thoughts, text, a signed tool call and usage come through, and the signature goes back', async (t) => {
  const { url, requests } = await startServer(t, (_, response) =>
    replay(response, 'gemini/stream.txt'),
  );
  const gateway = testGateway({ providers: [serverAt(url, { type: 'gemini' })] });

  const chunks = await ask(
    gateway,
    question('Hi', {
      tools,
      parameters: { ...parameters, thinking_budget: 512, include_thoughts: true },
    }),
  );

  assert.equal(textOfChunks(chunks), 'Hello');
  const call = callIn(chunks);
  assert.deepEqual([call.name, JSON.parse(call.arguments)], ['get_time', { city: 'Beijing' }]);
  const { reason, usage } = finishOf(chunks);
  assert.deepEqual([reason, usage.promptTokens, usage.completionTokens], ['tool-calls', 8, 10]);
  assert.match(requests[0]?.path ?? '', /^\/v1beta\/models\/test-model:streamGenerateContent/);
  assert.equal(requests[0]?.headers['x-goog-api-key'], 'sk-first-secret');
  assert.match(requests[0]?.text ?? '', /"maxOutputTokens":2000/);
  assert.match(requests[0]?.text ?? '', /"thinkingBudget":512/);

  await ask(gateway, question('', { messages: withResult(call), tools }));
  assert.match(requests[1]?.text ?? '', /c2lnbmF0dXJl/);
});

test('Gemini: vectors are asked for by purpose', async (t) => {
  const { url, requests } = await startServer(t, (_, response) =>
    sendJson(response, { embeddings: [{ values: [1, 2] }, { values: [3, 4] }] }),
  );
  const embedder = await testGateway({ providers: [serverAt(url, { type: 'gemini' })] }).embedder(
    testModel,
  );

  const { vectors } = await embedder.embed(['a', 'b'], { signal, purpose: 'query' });

  assert.deepEqual(
    vectors.map((vector) => [...vector]),
    [
      [1, 2],
      [3, 4],
    ],
  );
  assert.match(requests[0]?.text ?? '', /RETRIEVAL_QUERY/);
});

test('Cohere: chat, embeddings by purpose and rerank', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) => {
    if (path === '/v2/chat') replay(response, 'cohere/stream.txt');
    else if (path === '/v2/embed')
      sendJson(response, {
        id: '1',
        texts: ['a'],
        embeddings: { float: [[0.5, 0.25]] },
        meta: { billed_units: { input_tokens: 2 } },
      });
    else
      sendJson(response, {
        id: '1',
        results: [
          { index: 1, relevance_score: 0.2 },
          { index: 0, relevance_score: 0.9 },
        ],
        meta: {},
      });
  });
  const gateway = testGateway({ providers: [serverAt(url, { type: 'cohere' })] });

  const chunks = await ask(gateway, question('Hi', { parameters: { p: 0.5, k: 3 } }));
  assert.equal(textOfChunks(chunks), 'Hello there');
  assert.deepEqual([requests[0]?.body['p'], requests[0]?.body['k']], [0.5, 3]);
  const { vectors, usage } = await (
    await gateway.embedder(testModel)
  ).embed(['a'], { signal, purpose: 'document' });
  assert.deepEqual([[...(vectors[0] ?? [])], usage.promptTokens], [[0.5, 0.25], 2]);
  assert.equal(requests[1]?.body['input_type'], 'search_document');
  assert.deepEqual(
    await (
      await gateway.reranker(testModel)
    ).rerank({ query: 'q', documents: ['a', 'b'], top: 5 }, { signal }),
    [
      { index: 0, score: 0.9 },
      { index: 1, score: 0.2 },
    ],
  );
});

test('Bedrock: a signed call, its event stream and the parameters that are the model’s own', async (t) => {
  const { url, requests } = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(eventStreamFrame('messageStart', { role: 'assistant' }));
    response.write(
      eventStreamFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hello' } }),
    );
    response.write(eventStreamFrame('contentBlockStop', { contentBlockIndex: 0 }));
    response.write(eventStreamFrame('messageStop', { stopReason: 'end_turn' }));
    response.end(
      eventStreamFrame('metadata', { usage: { inputTokens: 4, outputTokens: 2, totalTokens: 6 } }),
    );
  });
  const credentials = {
    region: 'eu-west-1',
    access_key_id: 'AKIAFAKE',
    secret_access_key: 'secret-fake-key',
  };
  const gateway = testGateway({
    providers: [serverAt(url, { type: 'bedrock', keys: [{ id: 'a', credentials }] })],
  });

  const chunks = await ask(
    gateway,
    question('Hi', { parameters: { max_tokens: 9, 'cross-region': true, custom_field: 1 } }),
    { provider: 'inner', name: 'anthropic.claude-x' },
  );

  assert.equal(textOfChunks(chunks), 'Hello');
  assert.deepEqual([finishOf(chunks).reason, finishOf(chunks).usage.totalTokens], ['stop', 6]);
  assert.equal(requests[0]?.path, '/model/eu.anthropic.claude-x/converse-stream');
  assert.match(
    requests[0]?.headers.authorization ?? '',
    /^AWS4-HMAC-SHA256 Credential=AKIAFAKE\/.*\/eu-west-1\/bedrock/,
  );
  assert.deepEqual(requests[0]?.body['additionalModelRequestFields'], { custom_field: 1 });
});

test('Bedrock: without any key it says what it needs', async () => {
  const keys = [{ id: 'a', credentials: {} }];
  const gateway = testGateway({
    providers: [serverAt('http://127.0.0.1:9', { type: 'bedrock', keys })],
  });

  await assert.rejects(ask(gateway), {
    code: 'model_provider_misconfigured',
    message: /access key/,
  });
});

test('a vendor package obeys the size limit and tells why a connection failed', async (t) => {
  const { url } = await startServer(t, (_, response) => replay(response, 'anthropic/stream.txt'));
  const limits = { responseBytesMax: 500, retriesMax: 0 };

  await assert.rejects(
    ask(testGateway({ providers: [serverAt(url, { type: 'anthropic' })], limits })),
    { code: 'model_answer_too_large' },
  );
  await assert.rejects(
    ask(
      testGateway({ providers: [serverAt(await closedAddress(), { type: 'anthropic' })], limits }),
    ),
    { code: 'model_connection_refused' },
  );
});
