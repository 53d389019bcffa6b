import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { transportError } from '../../src/http/transport-error.ts';

const context = {
  model: 'm',
  url: 'https://user:secret@host:8443/v1?key=secret',
  connectMs: 10_000,
};

function failure(code: string, message = 'cause'): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

const cases: readonly (readonly [code: string, means: string])[] = [
  ['ECONNREFUSED', 'model_connection_refused'],
  ['ENOTFOUND', 'model_host_unknown'],
  ['EAI_AGAIN', 'model_host_unknown'],
  ['EHOSTUNREACH', 'model_connection_failed'],
  ['ECONNRESET', 'model_connection_failed'],
  ['UND_ERR_SOCKET', 'model_connection_failed'],
  ['UND_ERR_CONNECT_TIMEOUT', 'model_timed_out'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'model_certificate_untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'model_certificate_untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'model_certificate_untrusted'],
  ['CERT_HAS_EXPIRED', 'model_certificate_expired'],
  ['CERT_NOT_YET_VALID', 'model_certificate_expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'model_certificate_name_wrong'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'model_tls_failed'],
  ['EPROTO', 'model_tls_failed'],
];

for (const [code, means] of cases)
  test(`${code} is told as ${means}`, () => {
    assert.equal(transportError(failure(code), context).code, means);
  });

test('a host with several addresses tells the reason of the first', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const thrown = new TypeError('fetch failed', { cause: new AggregateError([refused]) });

  assert.equal(transportError(thrown, context).code, 'model_connection_refused');
});

test('what a policy refused is handed on, and an address is shown without its secrets', () => {
  const denied = new AppError('egress_denied', { details: { url: 'x', reason: 'y' } });

  assert.equal(transportError(new TypeError('failed', { cause: denied }), context), denied);
  assert.ok(!transportError(failure('ECONNREFUSED'), context).message.includes('secret'));
});
