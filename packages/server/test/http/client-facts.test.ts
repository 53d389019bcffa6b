import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClientFacts } from '../../src/http/client-facts.ts';

const seen = (trusted: readonly string[], peer: string, forwarded: string): string =>
  createClientFacts(trusted)({ address: peer, encrypted: false }, (name) =>
    name === 'x-forwarded-for' ? forwarded : null,
  ).address;

test('what a peer says of its clients is believed only of proxies that are trusted', () => {
  assert.equal(seen([], '10.0.0.1', '1.1.1.1'), '10.0.0.1');
  assert.equal(seen(['10.0.0.2'], '10.0.0.1', '1.1.1.1'), '10.0.0.1');
  assert.equal(seen(['10.0.0.0/8'], '10.0.0.1', '1.1.1.1'), '1.1.1.1');
});

test('a client cannot choose its address by sending the header itself', () => {
  const trusted = ['10.0.0.0/8'];

  assert.equal(seen(trusted, '10.0.0.1', '6.6.6.6, 2.2.2.2, 10.0.0.3'), '2.2.2.2');
  assert.equal(seen(trusted, '10.0.0.1', '6.6.6.6, 2.2.2.2:5678'), '2.2.2.2');
  assert.equal(seen(trusted, '10.0.0.1', '6.6.6.6, [2001:db8::1]:5678'), '2001:db8::1');
  assert.equal(seen(trusted, '10.0.0.1', '6.6.6.6, unknown'), '10.0.0.1');
});

test('a trusted proxy is known in the IPv6 spelling of its address', () => {
  assert.equal(seen(['10.0.0.0/8'], '10.0.0.1', '2.2.2.2, ::ffff:10.0.0.9'), '2.2.2.2');
});
