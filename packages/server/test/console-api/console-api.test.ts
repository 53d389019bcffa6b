import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { consoleRoutes, type RouteSpec } from '@outpost/contracts';
import { cookieOf, openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';

let server: TestPlatform;
before(async () => {
  server = await openTestPlatform();
});
after(() => server.close());

const routes = Object.entries(consoleRoutes) as [string, RouteSpec][];
const filled = (path: string): string =>
  path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');

interface Account {
  readonly cookie: string;
  readonly csrf: string;
}

async function enter(name: string, password: string): Promise<Account> {
  const answer = await server.send('POST', '/console/api/session', { body: { name, password } });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return { cookie: cookieOf(answer), csrf: csrfToken };
}

test('the set-up link makes the first account once', async () => {
  const token = await server.platform.beginSetUp();
  const setUp = (sent: string | null, name: string): Promise<Response> =>
    server.send('POST', '/console/api/setup', {
      body: { token: sent, name, password: 'correct horse' },
    });

  assert.equal((await setUp('wrong', 'eve')).status, 403);
  const answer = await setUp(token, 'ada');
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax/);
  assert.equal((await setUp(token, 'eve')).status, 403);
  assert.equal(await server.platform.beginSetUp(), null);
});

test('a wrong password and an unknown name are refused alike', async () => {
  const wrong = await server.send('POST', '/console/api/session', {
    body: { name: 'ada', password: 'x' },
  });
  const unknown = await server.send('POST', '/console/api/session', {
    body: { name: 'nobody', password: 'x' },
  });

  assert.equal(wrong.status, 401);
  assert.deepEqual(await wrong.json(), await unknown.json());
});

test('every route but the public ones refuses a caller without a session', async () => {
  for (const [name, { method, path, permission }] of routes) {
    if (permission === 'public') continue;
    const answer = await server.send(method, `/console/api${filled(path)}`);
    assert.equal(answer.status, 401, name);
  }
});

test('every route that changes something refuses a request without the cross-site token', async () => {
  const { cookie } = await enter('ada', 'correct horse');

  for (const [name, { method, path, permission }] of routes) {
    if (permission === 'public' || method === 'GET') continue;
    const answer = await server.send(method, `/console/api${filled(path)}`, {
      headers: { cookie },
    });
    assert.equal(answer.status, 403, name);
  }
});

test('a session ends with sign-out', async () => {
  const { cookie, csrf } = await enter('ada', 'correct horse');
  const headers = { cookie, 'x-outpost-csrf': csrf };

  assert.equal((await server.send('GET', '/console/api/session', { headers })).status, 200);
  assert.equal((await server.send('DELETE', '/console/api/session', { headers })).status, 204);
  assert.equal((await server.send('GET', '/console/api/session', { headers })).status, 401);
});

test('an unknown path, a wrong method and a malformed body are told apart', async () => {
  const headers = {
    authorization: `Bearer ${server.platform.localToken}`,
    'x-outpost-csrf': 'local',
  };
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    server.send(method, `/console/api${path}`, { headers, body });

  assert.equal((await ask('GET', '/nothing')).status, 404);
  assert.equal((await ask('PUT', '/apps')).status, 404);
  const invalid = await ask('POST', '/apps', { name: '', mode: 'workflow' });
  assert.equal(invalid.status, 400);
  assert.equal(((await invalid.json()) as { code: string }).code, 'request_invalid');
});

test('errors speak the language that the reader asks for', async () => {
  const answer = await server.send('GET', '/console/api/session', {
    headers: { 'accept-language': 'zh-CN,zh;q=0.9' },
  });

  assert.equal(((await answer.json()) as { message: string }).message, '请先登录。');
});

test('a deleted app can be restored', async () => {
  const app = (await server.console('POST', '/apps', { name: 'Gone', mode: 'workflow' })) as {
    id: string;
  };
  await server.console('DELETE', `/apps/${app.id}`);

  await assert.rejects(server.console('GET', `/apps/${app.id}`), /404/);
  const restored = (await server.console('POST', `/apps/${app.id}/restore`)) as { name: string };
  assert.equal(restored.name, 'Gone');
});

test('the OpenAPI document describes every route of the table', async () => {
  const document = (await (await server.send('GET', '/openapi.json')).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const described = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );

  assert.deepEqual(described.sort(), Object.keys(consoleRoutes).sort());
});

test('no page names an address of another place', async () => {
  for (const path of ['/apps', '/setup', '/api-reference', '/api-reference.css']) {
    const text = await (await server.send('GET', path)).text();
    assert.doesNotMatch(text, /(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//, path);
  }
});

test('errors and pages alike tell the browser not to guess what they are', async () => {
  for (const path of ['/apps', '/nothing', '/files/x/content', '/console/api/nothing']) {
    const answer = await server.send('GET', path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
  }
});
