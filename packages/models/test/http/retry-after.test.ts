import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../src/http/retry-after.ts';

const nowMs = Date.UTC(2026, 0, 1, 0, 0, 0);
const read = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), nowMs);

test('the wait is read as seconds, as a date and as milliseconds', () => {
  assert.equal(read({ 'retry-after': '2' }), 2000);
  assert.equal(read({ 'retry-after': '0.5' }), 500);
  assert.equal(read({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), 30_000);
  assert.equal(read({ 'retry-after-ms': '150', 'retry-after': '1' }), 150);
});

test('a date that has passed means now, and nonsense means nothing', () => {
  assert.equal(read({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), 0);
  assert.equal(read({ 'retry-after': 'soon' }), null);
  assert.equal(read({ 'retry-after': '-5' }), null);
  assert.equal(read({}), null);
});
