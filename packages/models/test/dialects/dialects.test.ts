import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { probeServer } from '../../src/index.ts';
import { startServer } from '../fake-server.ts';
import {
  ask,
  question,
  realFetch,
  serverAt,
  testGateway,
  testModel,
  textOfChunks,
} from '../test-gateway.ts';
import { faultyServers } from './faulty-servers.ts';

const limits = { firstTokenMs: 60_000, retriesMax: 0 };
const demanding = question('Hi', {
  messages: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Look it up.' }] },
    { role: 'assistant', text: '', toolCalls: [{ id: 'call_1', name: 'search', arguments: '{}' }] },
    { role: 'tool', callId: 'call_1', name: 'search', text: '' },
  ],
  parameters: { temperature: 0.2, max_tokens: 100 },
});

for (const { fault, answer, tls, path = '/v1', outcome } of faultyServers) {
  test(`a server that ${fault} ${'text' in outcome ? 'works' : 'gives a precise reason'}`, async (t) => {
    const clock = createTestClock();
    const server = await startServer(t, answer, tls);
    const gateway = testGateway({ providers: [serverAt(server.url + path)], limits }, { clock });

    const asked = ask(gateway, demanding);
    if (isSlow(outcome)) advanceOnceAsked(asked, server, clock);

    if ('text' in outcome) {
      assert.equal(textOfChunks(await asked), outcome.text);
      // What the refusals taught is kept: the second call is one request.
      const before = server.requests.length;
      assert.equal(textOfChunks(await ask(gateway, demanding)), outcome.text);
      assert.equal(server.requests.length, before + 1);
    } else await assert.rejects(asked, { code: outcome.code, message: outcome.says });
  });

  test(`the probe of a server that ${fault} says ${'text' in outcome ? 'that it is usable' : 'why it is not'}`, async (t) => {
    const clock = createTestClock();
    const server = await startServer(t, answer, tls);

    const probing = probeServer({
      type: 'openai-compatible',
      baseUrl: server.url + path,
      credentials: { api_key: 'sk-first-secret' },
      model: testModel.name,
      fetch: realFetch,
      clock,
      signal: new AbortController().signal,
      limits,
    });
    if (isSlow(outcome)) advanceOnceAsked(probing, server, clock);
    const report = await probing;

    assert.equal(report.usable, 'text' in outcome);
    if ('text' in outcome) {
      // What is stored works without another lesson.
      const stored = serverAt(report.baseUrl, { dialect: report.dialect });
      const before = server.requests.length;
      const chunks = await ask(testGateway({ providers: [stored], limits }), question());
      assert.equal(textOfChunks(chunks), outcome.text);
      assert.equal(server.requests.length, before + 1);
    } else {
      const failed = report.steps.filter(({ status }) => status === 'failed');
      assert.ok(failed.some(({ finding }) => outcome.says.test(finding.en)));
      assert.ok(failed.every(({ evidence, id }) => evidence.length > 0 || id === 'tls'));
      assert.ok(!JSON.stringify(report).includes('sk-first-secret'));
    }
  });
}

test('an unknown type of provider is refused by the probe', async () => {
  await assert.rejects(
    probeServer({
      type: 'nobody',
      baseUrl: null,
      credentials: {},
      fetch: realFetch,
      clock: createTestClock(),
      signal: new AbortController().signal,
    }),
    (error) => error instanceof AppError && error.code === 'model_not_configured',
  );
});

function isSlow(outcome: object): boolean {
  return 'code' in outcome && outcome.code === 'model_timed_out';
}

/** Lets a minute pass whenever a server was asked that never begins, until the call is over. */
function advanceOnceAsked(
  call: Promise<unknown>,
  { requests }: { readonly requests: readonly { readonly method: string }[] },
  clock: ReturnType<typeof createTestClock>,
): void {
  let seen = 0;
  let isOver = false;
  const watch = (): void => {
    const asked = requests.filter(({ method }) => method === 'POST').length;
    if (asked > seen) clock.advance(60_000);
    seen = asked;
    if (!isOver) setImmediate(watch);
  };
  const end = (): void => {
    isOver = true;
  };
  call.then(end, end);
  watch();
}
