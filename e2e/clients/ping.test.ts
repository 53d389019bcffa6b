/** A silent model: streams show every ten seconds that they live, in the form each protocol knows. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import OpenAI from 'openai';
import { classicApp } from '../support/apps.ts';
import { startModelServer } from '../support/model-server.ts';
import { startTestServer } from '../support/server.ts';

it('a stream pings while the model is silent, and no client minds', async () => {
  const model = await startModelServer();
  await using server = await startTestServer();
  await server.addModelServer(model.url);
  const app = await server.importApp(classicApp('chat'));
  const { promise: pinged, resolve: release } = Promise.withResolvers<void>();
  model.answer = () => ({
    async *[Symbol.asyncIterator]() {
      yield 'At ';
      await pinged;
      yield 'last.';
    },
  });

  const client = new OpenAI({ apiKey: app.key, baseURL: app.url });
  const chunks = await client.chat.completions.create({
    model: 'x',
    stream: true,
    messages: [{ role: 'user', content: 'hello' }],
  });
  const startedAt = performance.now();
  const answer = await fetch(`${app.url}/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: {}, query: 'hello', user: 'ann', response_mode: 'streaming' }),
  });
  let text = '';
  let firstPingMs = 0;
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (firstPingMs > 0 || !text.includes('event: ping')) continue;
    firstPingMs = performance.now() - startedAt;
    release();
  }
  let completed = '';
  for await (const chunk of chunks) completed += chunk.choices[0]?.delta.content ?? '';

  assert.match(text, /\n\nevent: ping\n\ndata: /);
  assert.match(text, /"event":"message_end".*\n\n$/);
  // Never before ten seconds: short answers have none.
  assert.ok(firstPingMs > 9_900, `${firstPingMs} ms`);
  assert.equal(completed, 'At last.');
  await model.close();
});
