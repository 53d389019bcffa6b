import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunk, startServer } from '../fake-server.ts';
import { ask, serverAt, testGateway } from '../test-gateway.ts';

test('text that came in one read is one piece, thinking apart from the answer', async (t) => {
  const payloads = [
    chunk({ reasoning_content: 'Let me ' }),
    chunk({ reasoning_content: 'see.' }),
    chunk({ content: 'To' }),
    chunk({ content: 'day' }),
    chunk({ content: '.' }),
    chunk({}, 'stop'),
  ];
  const body = payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('');
  const { url } = await startServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${body}data: [DONE]\n\n`);
  });

  const chunks = await ask(testGateway({ providers: [serverAt(url)] }));

  assert.deepEqual(chunks.slice(0, -1), [
    { type: 'reasoning', text: 'Let me see.' },
    { type: 'text', text: 'Today.' },
  ]);
  assert.equal(chunks.at(-1)?.type, 'finish');
});
