import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  createSigningKey,
  parsePublicKey,
  readPublicKey,
  readSigningKey,
  signFiles,
  verifySignature,
} from '../../src/index.ts';
import { makeTestKey } from '../support/test-key.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const files = ['11', '22', '33'].map((pair) => ({ sha256: pair.repeat(32) }));
let keys: Awaited<ReturnType<typeof temporaryDirectory>>;

before(async () => {
  keys = await temporaryDirectory();
  await createSigningKey(join(keys.path, 'one'));
  return async () => keys[Symbol.asyncDispose]();
});

const keyFile = (name: string): string => join(keys.path, name);

test('a signature is accepted from its own key, and tells when it was made', async () => {
  const key = await readSigningKey(keyFile('one.private.pem'));
  const trusted = [makeTestKey().publicKey, await readPublicKey(keyFile('one.public.pem'))];

  const comment = signFiles(files, { key, time: 1_744_632_035 });
  const verdict = verifySignature(files, comment, trusted);

  assert.equal(verdict.status, 'valid');
  assert.ok(verdict.status === 'valid' && verdict.time === 1_744_632_035);
  assert.ok(verdict.status === 'valid' && verdict.key.fingerprint === key.publicKey.fingerprint);
  assert.deepEqual(comment, signFiles(files, { key, time: 1_744_632_035 }), 'the same bytes again');
});

test('another key, another order, another file or another time is not trusted', async () => {
  const key = await readSigningKey(keyFile('one.private.pem'));
  const own = [key.publicKey];
  const comment = signFiles(files, { key, time: 5 });
  const moved = Buffer.from(comment.toString().replace('"time":5', '"time":6'));

  const statuses = [
    verifySignature(files, comment, [makeTestKey().publicKey]),
    verifySignature(files.toReversed(), comment, own),
    verifySignature([...files, { sha256: '44'.repeat(32) }], comment, own),
    verifySignature(files, moved, own),
    verifySignature(files, comment, []),
  ].map(({ status }) => status);

  assert.deepEqual(
    statuses,
    Array.from({ length: 5 }, () => 'not-trusted'),
  );
});

test('a comment that is no signature is none', async () => {
  for (const text of [
    '',
    'hello',
    '{}',
    'null',
    '{"signature":1,"time":2}',
    '{"signature":"AA==","time":"x"}',
  ])
    assert.equal(verifySignature(files, Buffer.from(text), []).status, 'unsigned', text);
});

test('keys are PKCS#1, the private one for its owner only, and never overwritten', async () => {
  const file = keyFile('one.private.pem');

  assert.match(await readFile(file, 'utf8'), /^-----BEGIN RSA PRIVATE KEY-----/);
  assert.match(
    await readFile(keyFile('one.public.pem'), 'utf8'),
    /^-----BEGIN RSA PUBLIC KEY-----/,
  );
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await assert.rejects(createSigningKey(keyFile('one')), { code: 'plugin_key_invalid' });
});

test('what is not a fitting key is refused with the reason', async () => {
  const privateKey = await readFile(keyFile('one.private.pem'), 'utf8');

  assert.throws(() => parsePublicKey(privateKey, 'x'), /give the public one/);
  assert.throws(() => parsePublicKey('nothing', 'x'), { code: 'plugin_key_invalid' });
  await assert.rejects(readSigningKey(keyFile('absent')), /cannot be read/);
});
