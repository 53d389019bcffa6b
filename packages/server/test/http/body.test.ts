import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../src/http/body.ts';

const post = (body: string): Request =>
  new Request('http://outpost.test/', {
    method: 'POST',
    body,
    headers: { 'content-length': String(Buffer.byteLength(body)) },
  });
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('JSON nested so deep that nothing could walk it is refused', async () => {
  await assert.rejects(readJson(post(nested(100_000)), 1e6), { code: 'request_invalid' });
  await assert.rejects(readJson(post(`{"a":${nested(256)}}`), 1e6), { code: 'request_invalid' });
});

test('brackets within texts are no nesting', async () => {
  const value = { text: `"\\${'['.repeat(1000)}`, list: Array.from({ length: 400 }, () => [{}]) };

  assert.deepEqual(await readJson(post(JSON.stringify(value)), 1e6), value);
});
