import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cookieOf, openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';

let server: TestPlatform;
before(async () => {
  server = await openTestPlatform({ limits: { signInsPerMinute: 2 } });
  const token = await server.platform.beginSetUp();
  const body = { token, name: 'ada', password: 'correct horse' };
  const answer = await server.send('POST', '/console/api/setup', { body });
  assert.equal(answer.status, 200);
});
after(() => server.close());

async function signIn(
  name: string,
  password: string,
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request('http://outpost.test/console/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ name, password }),
  });
  return server.platform.fetch(request, { address, encrypted: false });
}

test('guesses from one address are limited, sign-ins that succeed are not', async () => {
  for (let count = 0; count < 5; count += 1)
    assert.equal((await signIn('ada', 'correct horse', '10.0.0.1')).status, 200);
  for (let count = 0; count < 2; count += 1)
    assert.equal((await signIn('ada', 'wrong', '10.0.0.1')).status, 401);

  assert.equal((await signIn('ada', 'correct horse', '10.0.0.1')).status, 429);
  assert.equal((await signIn('ada', 'correct horse', '10.0.0.2')).status, 200);
});

test('guesses at one name are limited from however many addresses they come', async () => {
  let status = 401;
  for (let count = 0; status === 401 && count < 200; count += 1)
    status = (await signIn('grace', 'wrong', `10.1.0.${count}`)).status;

  assert.equal(status, 429);
});

test('a hundred sign-ins at once are answered, most of them with “later”', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      return (await signIn(`user${index}`, 'wrong', `10.2.0.${index}`)).status;
    }),
  );

  assert.ok(statuses.every((status) => status === 401 || status === 429));
  assert.ok(statuses.filter((status) => status === 401).length <= 40);
});

test('another site cannot sign a visitor in to an account of its own', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };

  const answer = await signIn('ada', 'correct horse', '10.3.0.1', headers);

  assert.deepEqual([answer.status, cookieOf(answer)], [403, '']);
});
