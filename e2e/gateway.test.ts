/**
 * Behind a gateway that maps ports and paths the server must not say where it believes to be: no
 * absolute address in a redirect, a page or an answer may lead past the gateway.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { appFile } from './support/app-file.ts';
import { startTestServer } from './support/server.ts';

const echo = appFile({
  name: 'Echo',
  mode: 'workflow',
  nodes: [
    {
      id: 'start',
      type: 'start',
      variables: [{ variable: 'text', label: 'Text', type: 'text-input', required: true }],
    },
    {
      id: 'end',
      type: 'end',
      outputs: [{ variable: 'text', value_selector: ['start', 'text'], value_type: 'string' }],
    },
  ],
  edges: [['start', 'end']],
});

for (const { name, strips } of [
  { name: 'a gateway that strips its prefix', strips: true },
  { name: 'a gateway that leaves its prefix', strips: false },
])
  test(`${name} and rewrites the host serves pages, the console and the Service API`, async () => {
    await using server = await startTestServer({ flags: ['--base-path', '/ai/outpost'] });
    // The address that is printed has the prefix; requests from here go without.
    const origin = new URL(server.url).origin;
    await using gateway = await startGateway(origin, { prefix: '/ai/outpost', strips });
    const { key } = await importThrough(`${gateway.url}/ai/outpost`, server.directory);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

    const root = await fetch(`${gateway.url}/ai/outpost/`, { redirect: 'manual' });
    const location = root.headers.get('location') ?? '';
    assert.equal(root.status, 302);
    const page = await fetch(new URL(location, `${gateway.url}/ai/outpost/`));
    const html = await page.text();
    assert.match(html, /<div id="root">/);
    for (const [, path = ''] of html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)) {
      const part = await fetch(new URL(path, page.url));
      assert.equal(part.status, 200, `${path} of the page`);
      await part.text();
    }

    const run = await fetch(`${gateway.url}/ai/outpost/v1/workflows/run`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ inputs: { text: 'hi' }, response_mode: 'streaming', user: 'me' }),
    });
    const frames = await run.text();
    assert.match(frames, /"event": ?"workflow_finished"/);

    const form = new FormData();
    form.set('user', 'me');
    form.set('file', new File(['hello'], 'hello.txt', { type: 'text/plain' }));
    const upload = await fetch(`${gateway.url}/ai/outpost/v1/files/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: form,
    });
    assert.equal(upload.status, 201);
    const uploaded = await upload.text();

    const parameters = await fetch(`${gateway.url}/ai/outpost/v1/parameters`, { headers });
    const missing = await fetch(`${gateway.url}/ai/outpost/v1/nowhere`, { headers });
    assert.deepEqual([parameters.status, missing.status], [200, 404]);
    for (const said of [
      html,
      location,
      frames,
      uploaded,
      await parameters.text(),
      await missing.text(),
    ])
      assert.doesNotMatch(said, /127\.0\.0\.1|inner\.example/, 'nothing says where the server is');
    assert.ok(!location.startsWith('/') && !location.includes('://'), location);
  });

test('forwarded headers are believed from trusted proxies only', async () => {
  await using open = await startTestServer();
  await using trusting = await startTestServer({
    environment: { OUTPOST_TRUSTED_PROXIES: 'loopback' },
  });
  const cookieOf = async (server: { readonly url: string; readonly setUpUrl: string | null }) => {
    const answer = await fetch(`${server.url}/console/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      body: JSON.stringify({
        token: server.setUpUrl?.split('#')[1],
        name: 'ada',
        password: 'correct horse',
        language: 'en',
      }),
    });
    assert.equal(answer.status, 200);
    return answer.headers.get('set-cookie') ?? '';
  };

  assert.doesNotMatch(await cookieOf(open), /Secure/i);
  assert.match(await cookieOf(trusting), /Secure/i);
});

/** Passes requests on with another host, as gateways that map ports do. */
async function startGateway(
  target: string,
  { prefix, strips }: { readonly prefix: string; readonly strips: boolean },
): Promise<AsyncDisposable & { readonly url: string }> {
  const listener = createServer((incoming, answer) => {
    const path = incoming.url ?? '';
    const passed = strips && path.startsWith(prefix) ? path.slice(prefix.length) || '/' : path;
    const onward = ask(
      `${target}${passed}`,
      { method: incoming.method, headers: { ...incoming.headers, host: 'inner.example:9999' } },
      (back: IncomingMessage) => {
        answer.writeHead(back.statusCode ?? 502, back.headers);
        back.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(listener.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function importThrough(base: string, directory: string): Promise<{ readonly key: string }> {
  const token = (await readFile(`${directory}/keys/local.token`)).toString('base64url');
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${base}/console/api${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'x-outpost-csrf': 'local',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return JSON.parse(text);
  };
  const { app } = (await post('/apps/import', { content: echo, publish: true })) as {
    app: { id: string };
  };
  return (await post(`/apps/${app.id}/keys`, {})) as { key: string };
}
