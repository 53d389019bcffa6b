import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAddress, judgeHost } from '../../src/egress/address-guard.ts';

const open = { allow: [], deny: [] };

test('addresses of this machine and of cloud metadata are refused in every spelling', () => {
  const refused = [
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '169.254.169.254',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    '::127.0.0.1',
    '::7f00:1',
    '0:0:0:0:0:0:0:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::169.254.169.254',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    'fd00:ec2::254',
    'not an address',
  ];

  assert.deepEqual(
    refused.filter((address) => judgeAddress(address).allowed),
    [],
  );
});

test('addresses of inner networks are open', () => {
  const open = ['10.0.0.8', '172.16.3.4', '192.168.1.1', 'fd12:3456::1', '8.8.8.8'];
  open.push('2400:3200::1', '64:ff9b::808:808', '::ffff:10.0.0.8', '2002:a00:8::1');

  assert.deepEqual(
    open.filter((address) => !judgeAddress(address).allowed),
    [],
  );
});

test('a literal address in a URL is judged however it is written', () => {
  for (const url of [
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://①②⑦.0.0.1/',
    'http://[64:ff9b::7f00:1]/',
  ])
    assert.equal(judgeHost(new URL(url), open).allowed, false, url);
});

test('an administrator’s list decides before the guard, and denial before permission', () => {
  const policy = { allow: ['127.0.0.1:9000', '*.inner.example'], deny: ['bad.inner.example'] };

  assert.equal(judgeHost(new URL('http://127.0.0.1:9000/'), policy).allowed, true);
  assert.equal(judgeHost(new URL('http://127.0.0.1:9001/'), policy).allowed, false);
  assert.equal(judgeHost(new URL('http://a.inner.example/'), policy).allowed, true);
  assert.equal(judgeHost(new URL('http://bad.inner.example/'), policy).allowed, false);
  assert.equal(judgeHost(new URL('http://bad.inner.example./'), policy).allowed, false);
});
