import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEnvelope } from '../../src/http/envelope.ts';

const enveloped = (method: string, body: unknown): Request =>
  new Request('http://server/console/api/apps/1/draft', {
    method: 'POST',
    headers: { 'x-outpost-envelope': method, 'x-outpost-csrf': 'token' },
    body: JSON.stringify(body),
  });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('the request inside the envelope is the real one', async () => {
  const request = await openEnvelope(
    enveloped('PUT', { data: base64('{"code":"rm -rf /"}') }),
    1000,
  );

  assert.deepEqual(
    [request.method, await request.json(), request.headers.get('x-outpost-csrf')],
    ['PUT', { code: 'rm -rf /' }, 'token'],
  );
});

test('a request without an envelope is left as it is', async () => {
  const request = new Request('http://server/', { method: 'POST', body: 'x' });

  assert.equal(await openEnvelope(request, 1000), request);
});

test('an envelope cannot carry a method that does not write, nothing, or too much', async () => {
  await assert.rejects(openEnvelope(enveloped('GET', { data: '' }), 1000), {
    code: 'envelope_invalid',
  });
  await assert.rejects(openEnvelope(enveloped('PUT', {}), 1000), { code: 'envelope_invalid' });
  await assert.rejects(openEnvelope(enveloped('PUT', { data: base64('x'.repeat(9000)) }), 1000), {
    code: 'body_too_large',
  });
});
