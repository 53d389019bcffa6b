import assert from 'node:assert/strict';
import { test } from 'node:test';
import { netrcLogin } from '../../src/registries/netrc.ts';

const text = `# comment
machine other.example login a password b
machine mirror.example
  login reader
  password s3cret
default login anonymous password none
`;

test('the login of a host is found, or the default', () => {
  assert.deepEqual(netrcLogin(text, 'mirror.example'), { login: 'reader', password: 's3cret' });
  assert.deepEqual(netrcLogin(text, 'third.example'), { login: 'anonymous', password: 'none' });
  assert.equal(netrcLogin('machine a login b password c', 'd'), null);
  assert.equal(netrcLogin('', 'd'), null);
});
