import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConsoleClient } from '../src/api/console-client.ts';
import { isConsoleError } from '../src/api/console-error.ts';
import type { RouteTable } from '../src/api/route-table.ts';

const routes: RouteTable = {
  listApps: ['GET', '/apps', 'json'],
  saveDraft: ['PUT', '/apps/{appId}/draft', 'json'],
  deleteApp: ['DELETE', '/apps/{appId}', 'none'],
};

interface Sent {
  readonly address: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

function createBench(answers: readonly (() => Response)[]) {
  const sent: Sent[] = [];
  let signedOut = 0;
  const client = createConsoleClient({
    routes,
    base: 'http://server/ai/console/api/',
    language: () => 'zh-CN',
    csrfToken: () => 'token',
    onSignedOut: () => {
      signedOut += 1;
    },
    fetch: async (address, init) => {
      const next = answers[sent.length];
      sent.push({
        address: address as string,
        method: init?.method ?? 'GET',
        headers: init?.headers as Record<string, string>,
        body: init?.body as string | undefined,
      });
      if (!next) throw new TypeError('network down');
      return next();
    },
  });
  return { client, sent, signedOut: () => signedOut };
}

const ours = (status: number, body: unknown) => () =>
  Response.json(body, { status, headers: { 'x-version': '0.1.0' } });
const draft = { params: { appId: 'a/b' }, body: { document: { x: 'SELECT 1' }, revision: 3 } };

test('a call fills path and query and carries language and cross-site token', async () => {
  const { client, sent } = createBench([ours(200, { data: [] })]);

  await client.call('listApps', { query: { limit: 5, keyword: '' } });

  assert.deepEqual(sent, [
    {
      address: 'http://server/ai/console/api/apps?limit=5',
      method: 'GET',
      headers: { 'x-outpost-language': 'zh-CN', 'x-outpost-csrf': 'token' },
      body: undefined,
    },
  ]);
});

test('after a firewall refused one write, it and all later ones go in the envelope', async () => {
  const firewall = () => new Response('<html>blocked</html>', { status: 403 });
  const { client, sent } = createBench([firewall, ours(200, {}), ours(200, {})]);

  await client.call('saveDraft', draft);
  await client.call('saveDraft', draft);

  assert.deepEqual(
    sent.map(({ method, headers }) => [method, headers['x-outpost-envelope'] ?? null]),
    [
      ['PUT', null],
      ['POST', 'PUT'],
      ['POST', 'PUT'],
    ],
  );
  const { data } = JSON.parse(sent[1]?.body ?? '') as { data: string };
  assert.deepEqual(JSON.parse(atob(data)), draft.body);
  assert.ok(!sent[1]?.body?.includes('SELECT'));
});

test('our own refusal is an error and no reason for the envelope', async () => {
  const { client, sent } = createBench([
    ours(403, { code: 'permission_denied', message: '没有权限', details: {} }),
  ]);

  await assert.rejects(client.call('saveDraft', draft), (error) => {
    assert.ok(isConsoleError(error));
    assert.deepEqual(
      [error.code, error.message, error.status],
      ['permission_denied', '没有权限', 403],
    );
    return true;
  });
  assert.equal(sent.length, 1);
});

test('a lost session is told once to whoever shows the sign-in', async () => {
  const { client, signedOut } = createBench([
    ours(401, { code: 'sign_in_required', message: 'Sign in.' }),
  ]);

  await assert.rejects(client.call('listApps'));

  assert.equal(signedOut(), 1);
});

test('a server that cannot be reached and an answer that is not ours have codes of their own', async () => {
  const down = createBench([]);
  const foreign = createBench([() => new Response('Bad gateway', { status: 502 })]);
  const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => null,
      (error: unknown) => isConsoleError(error) && error.code,
    );

  assert.deepEqual(
    [await codeOf(down.client.call('listApps')), await codeOf(foreign.client.call('listApps'))],
    ['unreachable', 'foreign_answer'],
  );
});
