import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import {
  chunk,
  healthyAnswer,
  sendJson,
  startServer,
  type Answer,
  type SeenRequest,
} from '../fake-server.ts';
import {
  ask,
  createHastyClock,
  question,
  realFetch,
  serverAt,
  testGateway,
  testModel,
  textOfChunks,
} from '../test-gateway.ts';

const keys = ['one', 'two', 'three'].map((id) => ({ id, credentials: { api_key: `sk-${id}` } }));

function keyOf({ headers }: SeenRequest): string {
  return headers.authorization?.replace('Bearer sk-', '') ?? '';
}

test('the keys of a pool take turns', async (t) => {
  const { url, requests } = await startServer(t, healthyAnswer);
  const gateway = testGateway({ providers: [serverAt(url, { keys })] });

  for (let call = 0; call < 4; call += 1) await ask(gateway);

  assert.deepEqual(requests.map(keyOf), ['one', 'two', 'three', 'one']);
});

test('a limited key rests as long as its server asks, and the next one answers at once', async (t) => {
  const clock = createTestClock();
  const { url, requests } = await startServer(t, (request, response) => {
    if (keyOf(request) !== 'one') return healthyAnswer(request, response);
    response.setHeader('retry-after', '20');
    sendJson(response, { error: { message: 'slow down' } }, 429);
  });
  const gateway = testGateway(
    { providers: [serverAt(url, { keys: keys.slice(0, 2) })] },
    { clock },
  );

  await ask(gateway);
  await ask(gateway);
  clock.advance(20_000);
  await ask(gateway);

  assert.deepEqual(requests.map(keyOf), ['one', 'two', 'two', 'one', 'two']);
});

test('a refused key of a pool is left out, a refused only key is told', async (t) => {
  const answer: Answer = (request, response) =>
    keyOf(request) === 'two'
      ? healthyAnswer(request, response)
      : sendJson(response, { error: 'bad key' }, 401);
  const { url } = await startServer(t, answer);

  assert.equal(
    textOfChunks(await ask(testGateway({ providers: [serverAt(url, { keys })] }))),
    'Hello!',
  );
  await assert.rejects(
    ask(testGateway({ providers: [serverAt(url, { keys: keys.slice(0, 1) })] })),
    {
      code: 'model_access_refused',
      message: /inner.*bad key/,
    },
  );
});

test('retry-after is honoured in seconds, and a wait that is too long is not waited for', async (t) => {
  const clock = createHastyClock();
  let waitSeconds = 3;
  let refusals = 1;
  const { url } = await startServer(t, (request, response) => {
    if (refusals === 0) return healthyAnswer(request, response);
    refusals -= 1;
    response.setHeader('retry-after', String(waitSeconds));
    sendJson(response, {}, 429);
  });
  const gateway = testGateway({ providers: [serverAt(url)] }, { clock });

  await ask(gateway);
  assert.deepEqual(clock.pauses, [3000]);

  refusals = 1;
  waitSeconds = 3600;
  await assert.rejects(ask(gateway), { code: 'model_rate_limited', retryAfterMs: 3_600_000 });
  // The key rests: the server is not asked before it is time.
  await assert.rejects(ask(gateway), { code: 'model_rate_limited' });
});

test('calls beyond the limit wait their turn, and beyond the queue are refused', async (t) => {
  const waiting: (() => void)[] = [];
  const { url, requests } = await startServer(t, (request, response) => {
    waiting.push(() => healthyAnswer(request, response));
  });
  const gateway = testGateway({
    providers: [serverAt(url)],
    limits: { concurrency: 1, waitingMax: 1 },
  });

  const first = ask(gateway);
  const second = ask(gateway);
  await assert.rejects(ask(gateway), { code: 'model_busy', message: /limit of 1 calls/ });
  while (waiting.length === 0) await new Promise(setImmediate);
  waiting.shift()?.();
  await first;
  while (waiting.length === 0) await new Promise(setImmediate);
  waiting.shift()?.();
  await second;

  assert.equal(requests.length, 2);
});

test('a call that waits for its turn can be stopped', async (t) => {
  const { url } = await startServer(t, () => undefined);
  const gateway = testGateway({ providers: [serverAt(url)], limits: { concurrency: 1 } });
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = ask(gateway, question(), testModel, running.signal);
  const second = ask(gateway, question(), testModel, waiting.signal);

  waiting.abort(new Error('stopped'));
  await assert.rejects(second, /stopped/);
  running.abort(new Error('also stopped'));
  await assert.rejects(first, /also stopped/);
});

/** Advances once the server has been asked, then again after every answer. */
async function advanceWhen(
  condition: () => boolean,
  clock: ReturnType<typeof createTestClock>,
  byMs: number,
): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
  clock.advance(byMs);
}

test('a stream that falls silent ends with the name of the idle limit', async (t) => {
  const clock = createTestClock();
  const { url } = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`);
  });
  const model = await testGateway(
    { providers: [serverAt(url)], limits: { idleMs: 5000 } },
    { clock },
  ).chat(testModel);
  let heard = 0;
  const asked = (async () => {
    for await (const _ of model.stream(question(), { signal: new AbortController().signal }))
      heard += 1;
  })();

  void advanceWhen(() => heard === 1, clock, 5000);

  await assert.rejects(asked, { code: 'model_timed_out', message: /limit idle of 5000 ms/ });
});

test('an answer that takes too long as a whole ends with the name of the total limit', async (t) => {
  const clock = createTestClock();
  const { url, requests } = await startServer(t, () => undefined);
  const limits = { firstTokenMs: 90_000, totalMs: 8000, retriesMax: 0 };
  const embedder = await testGateway({ providers: [serverAt(url)], limits }, { clock }).embedder(
    testModel,
  );
  const asked = embedder.embed(['a'], {
    signal: new AbortController().signal,
    purpose: 'document',
  });

  void advanceWhen(() => requests.length > 0, clock, 8000);

  await assert.rejects(asked, { code: 'model_timed_out', message: /limit total of 8000 ms/ });
});

test('a node may shorten the wait for the first token', async (t) => {
  const clock = createTestClock();
  const { url, requests } = await startServer(t, () => undefined);
  const asked = ask(
    testGateway({ providers: [serverAt(url)] }, { clock }),
    question('Hi', { firstTokenTimeoutMs: 700 }),
  );

  void advanceWhen(() => requests.length > 0, clock, 700);

  await assert.rejects(asked, { message: /limit first_token of 700 ms/ });
});

test('a connection that cannot be made in time is told as such and tried again', async () => {
  const given: (number | undefined)[] = [];
  const gateway = testGateway(
    { providers: [serverAt('http://10.255.255.1')], limits: { connectMs: 1234 } },
    {
      fetch: (_, init) => {
        given.push(init.connectTimeoutMs);
        const cause = Object.assign(new Error('Connect Timeout Error'), {
          code: 'UND_ERR_CONNECT_TIMEOUT',
        });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
    },
  );

  await assert.rejects(ask(gateway), { message: /limit connect of 1234 ms/ });
  assert.deepEqual(given, [1234, 1234, 1234]);
});

test('a flood is cut off at the size limit', async (t) => {
  const { url } = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const line = `data: ${JSON.stringify(chunk({ content: 'x'.repeat(1000) }))}\n\n`;
    const flood = (): void => {
      while (!response.destroyed && response.write(line));
      if (!response.destroyed) response.once('drain', flood);
    };
    flood();
  });
  const gateway = testGateway({
    providers: [serverAt(url)],
    limits: { responseBytesMax: 100_000 },
  });

  await assert.rejects(ask(gateway), {
    code: 'model_answer_too_large',
    message: /response_size is 100000 bytes/,
  });
});

test('an answer of a wrong form is the server’s fault, not ours', async (t) => {
  const { url } = await startServer(t, (_, response) =>
    sendJson(response, { choices: [{ message: { tool_calls: 5 } }] }),
  );
  const limits = { retriesMax: 0 };

  await assert.rejects(ask(testGateway({ providers: [serverAt(url)], limits })), {
    code: 'model_answer_invalid',
  });
});

test('the key is never in what people read', async (t) => {
  const { url } = await startServer(t, (request, response) =>
    sendJson(response, { error: `The header was ${String(request.headers.authorization)}` }, 400),
  );
  const gateway = testGateway({ providers: [serverAt(url)] }, { fetch: realFetch });

  await assert.rejects(ask(gateway), (error: Error) => !error.message.includes('sk-first-secret'));
});

test('a slot comes back when a reader stopped reading without leaving', async (t) => {
  const clock = createTestClock();
  const { url, requests } = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`);
  });
  const gateway = testGateway(
    { providers: [serverAt(url)], limits: { concurrency: 1 } },
    { clock },
  );
  const model = await gateway.chat(testModel);
  const open = () =>
    model.stream(question(), { signal: new AbortController().signal })[Symbol.asyncIterator]();
  const forgotten = open();
  await forgotten.next();
  const waiting = open();
  const next = waiting.next();

  clock.advance(900_000);

  assert.deepEqual(await next, { done: false, value: { type: 'text', text: 'a' } });
  await waiting.return?.();
  await forgotten.return?.();
  assert.equal(requests.length, 2);
});
