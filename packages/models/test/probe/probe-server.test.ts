import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import {
  probeServer,
  type ProbeReport,
  type ProbeRequest,
  type ProbeStep,
} from '../../src/index.ts';
import {
  chunk,
  healthyAnswer,
  sendEvents,
  sendJson,
  startServer,
  type Answer,
  type SeenRequest,
} from '../fake-server.ts';
import { realFetch } from '../test-gateway.ts';

const names = ['qwen3-32b', 'bge-m3', 'bge-reranker-v2-m3'];

function probe(baseUrl: string, changes: Partial<ProbeRequest> = {}): Promise<ProbeReport> {
  return probeServer({
    type: 'openai-compatible',
    baseUrl,
    credentials: { api_key: 'sk-probe-secret' },
    fetch: realFetch,
    clock: createTestClock(),
    signal: new AbortController().signal,
    ...changes,
  });
}

/** A server that can do everything. */
const able: Answer = (request, response) => {
  const { path, body } = request;
  if (path.endsWith('/models')) sendJson(response, { data: names.map((id) => ({ id })) });
  else if (path.endsWith('/embeddings'))
    sendJson(response, { data: [0, 1].map((index) => ({ index, embedding: [1, 2, 3] })) });
  else if (path.endsWith('/rerank'))
    sendJson(response, { results: [0, 1].map((index) => ({ index, relevance_score: 0.5 })) });
  else if ('response_format' in body) healthyAnswer(request, response, '{"capital":"Paris"}');
  else if ('tools' in body && !hasToolResult(request)) {
    const call = {
      index: 0,
      id: 'a',
      function: { name: 'get_time', arguments: '{"city":"Beijing"}' },
    };
    sendEvents(response, [chunk({ tool_calls: [call] }), chunk({}, 'tool_calls')]);
  } else healthyAnswer(request, response);
};

function hasToolResult({ text }: SeenRequest): boolean {
  return text.includes('"role":"tool"');
}

function statuses(steps: readonly ProbeStep[]): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ id, status }) => [id, status]));
}

test('a server that can do everything passes every step, told one by one', async (t) => {
  const { url } = await startServer(t, able);
  const told: string[] = [];

  const report = await probe(`${url}/v1`, { onStep: ({ id }) => told.push(id) });

  assert.deepEqual(statuses(report.steps), {
    reach: 'passed',
    tls: 'skipped',
    list: 'passed',
    chat: 'passed',
    stream: 'passed',
    tools: 'passed',
    json: 'passed',
    embeddings: 'passed',
    rerank: 'passed',
  });
  assert.deepEqual(
    told,
    report.steps.map(({ id }) => id),
  );
  assert.deepEqual(report.models, names);
  assert.deepEqual(report.tried, {
    chat: 'qwen3-32b',
    embedding: 'bge-m3',
    rerank: 'bge-reranker-v2-m3',
  });
  assert.deepEqual(report.kinds, ['chat', 'embedding', 'rerank']);
  assert.deepEqual(report.features, ['tools', 'structured-output']);
  assert.deepEqual(report.dialect, {});
});

/** Which requests belong to a step, for servers that fail at it. */
const atStep: Readonly<Record<string, (request: SeenRequest) => boolean>> = {
  list: ({ path }) => path.endsWith('/models'),
  tools: ({ body }) => 'tools' in body,
  json: ({ text }) => text.includes('capital of France'),
  embeddings: ({ path }) => path.endsWith('/embeddings'),
  rerank: ({ path }) => path.endsWith('/rerank'),
};

for (const [step, isAt] of Object.entries(atStep))
  test(`a failure at the step ${step} is told with what went over the wire, and the rest goes on`, async (t) => {
    const { url } = await startServer(t, (request, response) => {
      if (!isAt(request)) return able(request, response);
      response.setHeader('x-engine', 'broken');
      sendJson(response, { error: { message: `the ${step} engine is broken` } }, 500);
    });

    const { steps, usable } = await probe(`${url}/v1`, {
      model: 'qwen3-32b',
      embeddingModel: 'bge-m3',
      rerankModel: 'bge-reranker-v2-m3',
    });

    const failed = steps.filter(({ status }) => status === 'failed');
    assert.deepEqual(
      failed.map(({ id }) => id),
      [step],
    );
    assert.match(failed[0]?.finding.en ?? '', new RegExp(`the ${step} engine is broken`));
    assert.match(failed[0]?.finding.zh ?? '', /返回错误/);
    const exchange = failed[0]?.evidence.at(-1);
    assert.equal(exchange?.response?.status, 500);
    assert.equal(exchange?.response?.headers['x-engine'], 'broken');
    assert.match(exchange?.response?.body ?? '', /engine is broken/);
    assert.equal(exchange?.request.headers['authorization'], '…');
    assert.ok(usable);
  });

test('a server that nobody answers for is not asked further', async () => {
  const { steps, usable } = await probe('http://127.0.0.1:9/v1', {
    fetch: () =>
      Promise.reject(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
            code: 'ECONNREFUSED',
          }),
        }),
      ),
  });

  assert.deepEqual(statuses(steps), { reach: 'failed' });
  assert.match(steps[0]?.finding.en ?? '', /Nothing answers at/);
  assert.match(steps[0]?.evidence[0]?.error ?? '', /ECONNREFUSED/);
  assert.ok(!usable);
});

test('an address that is none is told as such', async () => {
  for (const address of ['10.0.0.8:8000', '', 'ftp://host/']) {
    const { steps } = await probe(address);

    assert.match(steps[0]?.finding.en ?? '', /not an http or https address/);
  }
});

test('a self-signed certificate fails the step tls, not the step reach', async (t) => {
  const pem = (name: string) =>
    readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const { url } = await startServer(t, able, { key: pem('key.pem'), cert: pem('self-signed.pem') });

  const { steps } = await probe(`${url}/v1`);

  assert.deepEqual(statuses(steps), { reach: 'passed', tls: 'failed' });
  assert.match(steps[1]?.finding.en ?? '', /Import the certificate/);
});

test('a refused key ends the questions', async (t) => {
  const { url, requests } = await startServer(t, ({ path }, response) =>
    path === '/v1'
      ? sendJson(response, {}, 404)
      : sendJson(response, { error: 'wrong key sk-probe-secret' }, 401),
  );

  const { steps, usable } = await probe(`${url}/v1`);

  assert.deepEqual(statuses(steps), { reach: 'passed', tls: 'skipped', list: 'failed' });
  assert.ok(!JSON.stringify(steps).includes('sk-probe-secret'));
  assert.deepEqual([usable, requests.length], [false, 2]);
});

test('a server without a list asks for the name of a model', async (t) => {
  const { url } = await startServer(t, (request, response) =>
    request.path.endsWith('/models') ? sendJson(response, {}, 404) : able(request, response),
  );

  const { steps } = await probe(`${url}/v1`);

  assert.equal(statuses(steps)['chat'], 'skipped');
  assert.match(steps.find(({ id }) => id === 'chat')?.finding.en ?? '', /Give the name of one/);
});

test('a model that does not call tools or write JSON is usable within limits', async (t) => {
  const { url } = await startServer(t, (request, response) =>
    request.path.endsWith('/models')
      ? sendJson(response, [{ name: 'llama' }])
      : healthyAnswer(request, response),
  );

  const { steps, usable, features } = await probe(`${url}/v1`);

  assert.deepEqual([statuses(steps)['tools'], statuses(steps)['json']], ['limited', 'limited']);
  assert.deepEqual([usable, features], [true, []]);
  assert.ok(
    steps.filter(({ status }) => status === 'limited').every(({ evidence }) => evidence.length > 0),
  );
});

test('a server of embeddings only is found out by its single model', async (t) => {
  const { url } = await startServer(t, (request, response) => {
    if (request.path.endsWith('/models')) sendJson(response, { data: [{ id: 'acge' }] });
    else if (request.path.endsWith('/embeddings')) able(request, response);
    else sendJson(response, { detail: 'This model does not support chat' }, 400);
  });

  const { kinds, usable } = await probe(`${url}/v1`);

  assert.deepEqual([kinds, usable], [['embedding'], true]);
});

test('a vendor with a wire of its own is probed the same way', async (t) => {
  const fixture = readFileSync(new URL('../fixtures/anthropic/stream.txt', import.meta.url));
  const { url } = await startServer(t, ({ path }, response) => {
    if (path.startsWith('/v1/models'))
      return sendJson(response, { data: [{ id: 'claude-sonnet-4-5' }] });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return void response.end(fixture);
  });

  const { usable, models, features } = await probe(`${url}/v1`, { type: 'anthropic' });

  assert.deepEqual(
    [usable, models, features],
    [true, ['claude-sonnet-4-5'], ['reasoning', 'tools']],
  );
});

test('a probe can be stopped', async (t) => {
  const controller = new AbortController();
  const { url } = await startServer(t, () => controller.abort(new Error('closed the window')));

  await assert.rejects(probe(`${url}/v1`, { signal: controller.signal }), /closed the window/);
});

test('evidence is cut, however much a server says', async (t) => {
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { error: 'x'.repeat(100_000) }, 400),
  );

  const { steps } = await probe(`${url}/v1`, { model: 'm' });

  for (const { evidence } of steps)
    for (const { response } of evidence) assert.ok((response?.body.length ?? 0) <= 4097);
});

test('a provider that lacks a credential is told as such at the first question', async (t) => {
  const { url } = await startServer(t, able);

  const { steps, usable } = await probe(url, { type: 'bedrock', credentials: {} });

  assert.match(steps.find(({ id }) => id === 'list')?.finding.en ?? '', /needs an access key/);
  assert.ok(!usable);
});
