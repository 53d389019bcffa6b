import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';

const secret = 'sk-hidden/and+seek 42';
const received: string[] = [];
/** Repeats what it is told, as careless servers do. */
const echo = createServer((request, answer) => {
  received.push(String(request.headers['x-pass']));
  answer.end(JSON.stringify({ url: request.url, headers: request.headers }));
});
let server: TestPlatform;
let appId: string;

before(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const host = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
  server = await openTestPlatform({ egress: { allow: [host] } });
  const call = {
    type: 'http-request',
    title: 'Call',
    method: 'get',
    url: `http://${host}/`,
    params: 'p:{{#env.PASS#}}',
    headers: 'x-pass:{{#env.PASS#}}',
    authorization: { type: 'no-auth', config: null },
    body: { type: 'none', data: [] },
  };
  const outputs = [{ variable: 'status', value_selector: ['call', 'status_code'] }];
  const nodes = {
    start: { type: 'start', title: 'Start', variables: [] },
    call,
    end: { type: 'end', title: 'End', outputs },
  };
  const content = JSON.stringify({
    kind: 'app',
    version: '0.3.0',
    app: { name: 'Keeps a secret', mode: 'workflow' },
    workflow: {
      environment_variables: [
        { id: 'e1', name: 'PASS', value_type: 'secret', value: secret, description: '' },
      ],
      graph: {
        nodes: Object.entries(nodes).map(([id, data]) => ({ id, data, position: { x: 0, y: 0 } })),
        edges: [
          { id: 'a', source: 'start', target: 'call', sourceHandle: 'source' },
          { id: 'b', source: 'call', target: 'end', sourceHandle: 'source' },
        ],
      },
    },
  });
  const { app } = (await server.console('POST', '/apps/import', { content, publish: true })) as {
    app: { id: string };
  };
  appId = app.id;
});
after(async () => {
  await server.close();
  echo.closeAllConnections();
  echo.close();
});

const spellings = [secret, encodeURIComponent(secret), secret.replace(' ', '%20')];

function assertHidden(text: string): void {
  for (const spelling of spellings) assert.ok(!text.includes(spelling), spelling);
}

test('a secret that a node sends, and hears again, is in no answer and in no file', async () => {
  const { key } = (await server.console('POST', `/apps/${appId}/keys`, {})) as { key: string };
  const headers = { authorization: `Bearer ${key}` };
  const body = { inputs: {}, user: 'ada', response_mode: 'streaming' };
  const own = { authorization: `Bearer ${server.platform.localToken}`, 'x-outpost-csrf': 'local' };

  const streamed = await server.send('POST', '/v1/workflows/run', { headers, body });
  const stream = await streamed.text();
  const runId = /"workflow_run_id":"([^"]+)"/.exec(stream)?.[1] ?? '';
  const events = await server.send('GET', `/console/api/runs/${runId}/events`, { headers: own });
  const log = await events.text();

  assert.deepEqual(received, [secret]);
  assert.match(stream, /"event":\s?"workflow_finished"[^]*"status":\s?"succeeded"/);
  assert.match(log, /••••••••/);
  assert.doesNotMatch(log, /sealed/);
  assertHidden(stream);
  assertHidden(log);
  for (const name of await readdir(server.directory))
    if (name.includes('.db') || name.includes('sqlite'))
      assertHidden(await readFile(join(server.directory, name), 'latin1'));
});
