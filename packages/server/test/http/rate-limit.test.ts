import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimit, hostKey } from '../../src/http/rate-limit.ts';

test('a key gets its tokens back with time, and is told when', () => {
  let now = 0;
  const limit = createRateLimit(2, () => now);
  limit.take('a');
  limit.take('a');

  assert.throws(() => limit.take('a'), { code: 'too_many_requests', retryAfterMs: 30_000 });
  limit.take('b');
  now = 30_000;
  limit.take('a');
});

test('what is given back can be taken again, but never makes more than the limit', () => {
  const limit = createRateLimit(1, () => 0);
  limit.take('a');
  limit.giveBack('a');
  limit.giveBack('a');
  limit.take('a');

  assert.throws(() => limit.take('a'), { code: 'too_many_requests' });
});

test('all addresses of one IPv6 network count as one host', () => {
  assert.equal(hostKey('2001:db8:1:2::1'), hostKey('2001:db8:1:2:ffff::9'));
  assert.notEqual(hostKey('2001:db8:1:2::1'), hostKey('2001:db8:1:3::1'));
  assert.equal(hostKey('10.0.0.1'), '10.0.0.1');
});
