import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { siteRoutes } from '@outpost/contracts';
import { chatflow } from '../support/service-apps.ts';
import { openServiceBench, type ServiceBench, type Wire } from '../support/service-client.ts';
import { siteCodeOf, visit, visitorWith } from '../support/site-visitor.ts';

describe('the entrance of a published page', () => {
  let service: ServiceBench;
  let appId: string;
  let code: string;
  before(async () => {
    service = await openServiceBench({
      limits: { signInsPerMinute: 2 } as never,
    });
  });
  beforeEach(async () => {
    ({ appId } = await service.app(chatflow()));
    code = await siteCodeOf(service.bench, appId);
  });
  after(() => service.close());

  const set = (patch: Wire) => service.bench.console('PATCH', `/apps/${appId}/site`, patch);
  const send = (method: string, path: string, body?: unknown) =>
    service.bench.send(method, `/api/sites/${code}${path}`, { body });
  let addresses = 0;
  /** From an address of its own: guesses are counted by address. */
  const enter = async (entrance: Wire, token?: string, address = `10.1.0.${(addresses += 1)}`) => {
    const answer = await service.bench.platform.fetch(
      new Request(`http://outpost.test/api/sites/${code}/session`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(entrance),
      }),
      { address, encrypted: false },
    );
    return { status: answer.status, json: (await answer.json()) as Wire };
  };

  it('every route but the public ones refuses whoever has no session of this page', async () => {
    const other = await service.app(chatflow());
    const stranger = await visit(service.bench, await siteCodeOf(service.bench, other.appId));
    const elsewhere = visitorWith(service.bench, code, stranger.token);
    for (const [name, { method, path, permission }] of Object.entries(siteRoutes)) {
      if (permission === 'public') continue;
      const filled = path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
      const asked = [await send(method, filled), await elsewhere.send(method, filled)];
      assert.deepEqual(
        asked.map(({ status }) => status),
        [401, 401],
        name,
      );
    }
  });

  it('an unknown code and a page that is switched off are told apart, in the reader’s language', async () => {
    await set({ enabled: false });
    const off = await service.bench.send('GET', `/api/sites/${code}`, {
      headers: { 'accept-language': 'zh-CN' },
    });
    const unknown = await service.bench.send('GET', '/api/sites/NoSuchCode');

    assert.equal(off.status, 403);
    assert.match(((await off.json()) as Wire).message, /已关闭/);
    assert.equal(unknown.status, 404);
    assert.equal(((await unknown.json()) as Wire).code, 'site_missing');
  });

  it('a new code ends the old address, and visitors go on at the new one', async () => {
    const visitor = await visit(service.bench, code);
    const { code: renewed } = (await service.bench.console(
      'POST',
      `/apps/${appId}/site/code`,
    )) as Wire;

    assert.match(renewed, /^[A-Za-z0-9]{16}$/);
    assert.equal((await visitor.call('GET', '/conversations')).status, 404);
    const there = visitorWith(service.bench, renewed, visitor.token);
    assert.equal((await there.call('GET', '/conversations')).status, 200);
  });

  it('nothing that is secret is told of a page', async () => {
    await service.bench.console('PUT', `/apps/${appId}/site/password`, { password: 'open sesame' });
    const { secret } = (await service.bench.console(
      'POST',
      `/apps/${appId}/site/identity-secret`,
    )) as Wire;
    const shown = JSON.stringify([
      await (await send('GET', '')).json(),
      await service.bench.console('GET', `/apps/${appId}/site`),
    ]);

    assert.doesNotMatch(shown, /scrypt|Sealed|generation|Hash/);
    assert.equal(shown.includes(secret), false);
  });

  describe('with a password', () => {
    beforeEach(async () => {
      await service.bench.console('PUT', `/apps/${appId}/site/password`, { password: 'sesame' });
      await set({ access: 'password' });
    });

    it('lets in who knows it, and keeps the visitor who had been there before', async () => {
      const first = await enter({ password: 'sesame' });
      assert.equal((await enter({})).status, 401);
      assert.equal((await enter({ password: 'Sesame' })).json.code, 'site_password_wrong');

      const visitor = visitorWith(service.bench, code, first.json.token);
      const { started } = await visitor.run({ query: 'hello' });
      await service.bench.console('PUT', `/apps/${appId}/site/password`, { password: 'changed' });
      assert.equal((await visitor.call('GET', '/conversations')).status, 401);
      assert.equal((await enter({}, first.json.token)).status, 401);

      const again = await enter({ password: 'changed' }, first.json.token);
      const { json } = await visitorWith(service.bench, code, again.json.token).call(
        'GET',
        '/conversations',
      );
      assert.deepEqual(
        json.data.map(({ id }: Wire) => id),
        [started.conversationId],
      );
    });

    it('slows down who guesses, and nobody who knows it', async () => {
      const from = (password: string) => enter({ password }, undefined, '10.2.0.1');
      for (let turn = 0; turn < 3; turn += 1) assert.equal((await from('sesame')).status, 200);
      const guesses: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) guesses.push((await from(`guess ${turn}`)).status);

      assert.equal(guesses.at(-1), 429);
      assert.equal(guesses[0], 401);
    });
  });

  it('an access that nobody could use is refused', async () => {
    await assert.rejects(set({ access: 'password' }), /site_password_unset/);
    await assert.rejects(set({ access: 'identity' }), /site_secret_unset/);
  });

  describe('with the identity of another site', () => {
    let secret: string;
    beforeEach(async () => {
      ({ secret } = (await service.bench.console(
        'POST',
        `/apps/${appId}/site/identity-secret`,
      )) as Wire);
      await set({ access: 'identity' });
    });

    const later = Math.floor(Date.now() / 1000) + 3600;

    it('the signed subject is the end user, on every device', async () => {
      const identity = jwt({ sub: 'u-7', exp: later, name: 'Ada' }, secret);
      const office = await visit(service.bench, code, { identity });
      const home = await visit(service.bench, code, { identity });
      const { started } = await office.run({ query: 'who am I' });
      const other = await visit(service.bench, code, {
        identity: jwt({ sub: 'u-8', exp: later }, secret),
      });

      assert.equal((await home.call('GET', '/conversations')).json.data.length, 1);
      assert.equal((await other.call('GET', '/conversations')).json.data.length, 0);
      assert.equal((await other.call('POST', `/runs/${started.runId}/stop`)).status, 404);
    });

    it('a token that is forged, unsigned, late, early or for another page lets nobody in', async () => {
      const fine = { sub: 'u-7', exp: later };
      const [header, payload] = jwt(fine, secret).split('.');
      const tokens = [
        undefined,
        'no token',
        jwt(fine, 'another secret'),
        jwt(fine, secret, { alg: 'none' }),
        jwt(fine, secret, { alg: 'HS512' }),
        `${header}.${payload}.`,
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
        jwt({ sub: 'u-7' }, secret),
        jwt({ sub: 'u-7', exp: 1 }, secret),
        jwt({ ...fine, nbf: later }, secret),
        jwt({ ...fine, aud: 'another page' }, secret),
        jwt({ ...fine, sub: '' }, secret),
        jwt({ ...fine, sub: 7 }, secret),
        jwt([], secret),
      ];

      const answers = [];
      for (const identity of tokens) {
        const { status, json } = await enter({ identity });
        answers.push([status, json.code]);
      }

      assert.deepEqual(
        answers,
        tokens.map(() => [403, 'site_identity_invalid']),
      );
    });

    it('a new secret ends the sessions of the old one', async () => {
      const visitor = await visit(service.bench, code, {
        identity: jwt({ sub: 'u-7', exp: later }, secret),
      });
      await service.bench.console('POST', `/apps/${appId}/site/identity-secret`);

      assert.equal((await visitor.call('GET', '/conversations')).status, 401);
    });
  });

  it('a name that a page only claims does not lead to what somebody of that name wrote', async () => {
    const real = await visit(service.bench, code, { user: 'alice' });
    await real.run({ query: 'my secret' });
    const claimed = await visit(service.bench, code, { user: 'alice' });

    assert.equal((await claimed.call('GET', '/conversations')).json.data.length, 0);
  });

  it('another site may not ask, whatever it sends', async () => {
    const answer = await service.bench.send('POST', `/api/sites/${code}/session`, {
      body: {},
      headers: { 'sec-fetch-site': 'cross-site' },
    });

    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('settings that cannot be are refused with their place', async () => {
    for (const [patch, place] of [
      [{ accent: 'red;} body{' }, 'body.accent'],
      [
        { framing: { by: 'origins', origins: ["https://a.example; script-src 'none'"] } },
        'origins',
      ],
      [{ framing: { by: 'origins', origins: [] } }, 'origins'],
      [{ access: 'everybody' }, 'body.access'],
      [{ passwordHash: 'x' }, 'body'],
    ] as const)
      await assert.rejects(set(patch), new RegExp(`400.*${place}`));
  });
});

function jwt(claims: unknown, secret: string, header: Wire = { alg: 'HS256', typ: 'JWT' }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}
