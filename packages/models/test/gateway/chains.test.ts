import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chunk,
  healthyAnswer,
  sendEvents,
  sendJson,
  startServer,
  type Answer,
} from '../fake-server.ts';
import {
  ask,
  createHastyClock,
  finishOf,
  question,
  serverAt,
  testGateway,
  testModel,
  textOfChunks,
} from '../test-gateway.ts';

const other = { provider: 'other', name: 'stand-in' };
const down: Answer = (_, response) => sendJson(response, { error: 'down for repair' }, 503);

async function twoServers(
  t: Parameters<typeof startServer>[0],
  first: Answer,
  second: Answer = (request, response) => healthyAnswer(request, response, 'From the other'),
) {
  const [inner, outer] = await Promise.all([startServer(t, first), startServer(t, second)]);
  const clock = createHastyClock();
  const gateway = testGateway(
    {
      providers: [serverAt(inner.url), serverAt(outer.url, { id: 'other' })],
      chains: [{ model: testModel, fallbacks: [{ provider: 'nobody', name: 'gone' }, other] }],
    },
    { clock },
  );
  return { inner, outer, gateway, clock };
}

test('a model that is down is tried again with growing pauses, then the next of the chain answers', async (t) => {
  const { inner, gateway, clock } = await twoServers(t, down);

  const chunks = await ask(gateway);

  assert.equal(textOfChunks(chunks), 'From the other');
  assert.deepEqual(finishOf(chunks).model, other);
  assert.equal(inner.requests.length, 3);
  assert.deepEqual(clock.pauses, [375, 750]);
});

test('when all fail, the failure of the model that was asked for is told', async (t) => {
  const { gateway } = await twoServers(t, down, (_, response) =>
    sendJson(response, { error: 'also down' }, 500),
  );

  await assert.rejects(ask(gateway), {
    code: 'model_call_failed',
    message: /test-model.*down for repair/,
  });
});

test('a request that is wrong in itself ends at once: no other model would do better', async (t) => {
  const { inner, outer, gateway } = await twoServers(t, (_, response) =>
    sendJson(response, { error: 'bad tool' }, 400),
  );

  await assert.rejects(ask(gateway), { code: 'model_request_refused' });
  assert.deepEqual([inner.requests.length, outer.requests.length], [1, 0]);
});

test('a prompt that is too long for one model goes to the next', async (t) => {
  const { gateway } = await twoServers(t, (_, response) =>
    sendJson(response, { error: 'maximum context length is 512 tokens' }, 400),
  );

  assert.equal(textOfChunks(await ask(gateway)), 'From the other');
});

test('after the first piece nothing is said twice: a broken answer fails', async (t) => {
  const { outer, gateway } = await twoServers(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'Once upon' }))}\n\n`, () =>
      response.destroy(),
    );
  });
  const heard: string[] = [];
  const model = await gateway.chat(testModel);

  await assert.rejects(
    async () => {
      for await (const piece of model.stream(question(), { signal: new AbortController().signal }))
        if (piece.type === 'text') heard.push(piece.text);
    },
    { code: 'model_connection_failed' },
  );
  assert.deepEqual([heard, outer.requests.length], [['Once upon'], 0]);
});

test('embeddings never move on to another model: its vectors would not compare', async (t) => {
  const { outer, gateway } = await twoServers(t, down);
  const embedder = await gateway.embedder(testModel);

  await assert.rejects(
    embedder.embed(['a'], { signal: new AbortController().signal, purpose: 'query' }),
    { code: 'model_call_failed' },
  );
  assert.equal(outer.requests.length, 0);
});

test('a run that was stopped is not tried again', async (t) => {
  const controller = new AbortController();
  const reason = new Error('stopped by the user');
  const { inner, gateway } = await twoServers(t, (_, response) => {
    controller.abort(reason);
    sendJson(response, { error: 'down' }, 503);
  });

  await assert.rejects(ask(gateway, question(), testModel, controller.signal), reason);
  assert.equal(inner.requests.length, 1);
});

test('a reader who leaves early closes the connection to the model', async (t) => {
  let isClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => (isClosed = resolve));
  const server = await startServer(t, (_, response) => {
    response.on('close', isClosed);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`);
  });
  const model = await testGateway({ providers: [serverAt(server.url)] }).chat(testModel);

  for await (const _ of model.stream(question(), { signal: new AbortController().signal })) break;

  await closed;
});

test('an empty stream counts as a failure that may pass', async (t) => {
  let calls = 0;
  const server = await startServer(t, (_, response) => {
    calls += 1;
    if (calls === 1) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end();
    } else sendEvents(response, [chunk({ content: 'Now' }), chunk({}, 'stop')]);
  });

  assert.equal(textOfChunks(await ask(testGateway({ providers: [serverAt(server.url)] }))), 'Now');
});
