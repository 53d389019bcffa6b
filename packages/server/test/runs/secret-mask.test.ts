import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppDocument, NodeEnd, RunEvent, SecretBox } from '@outpost/contracts';
import { createSecretMask, withoutSeal } from '../../src/runs/secret-mask.ts';

const box: SecretBox = {
  encrypt: (text) => Buffer.from(text).toString('base64'),
  decrypt: (sealed) => Buffer.from(sealed, 'base64').toString(),
};
const secret = 'pa"ss w/ord';

function maskOf(valueType: 'secret' | 'string', value: string) {
  const environmentVariables = [
    { id: '1', name: 'KEY', valueType, value, description: '', selector: ['env', 'KEY'] },
  ];
  return createSecretMask({ environmentVariables } as unknown as AppDocument, box);
}

const end = (fields: Partial<NodeEnd>): RunEvent => ({
  type: 'node-end',
  seq: 1,
  at: 0,
  stepId: 's',
  nodeId: 'n',
  kind: 'http-request',
  title: 'HTTP',
  index: 1,
  predecessorId: null,
  scope: [],
  status: 'succeeded',
  inputs: null,
  processData: null,
  outputs: null,
  error: null,
  handle: null,
  writes: [],
  metadata: {},
  startedAt: 0,
  elapsedMs: 0,
  container: null,
  ...fields,
});

test('an app without secrets has no mask', () => {
  assert.equal(maskOf('string', secret), null);
  assert.equal(maskOf('secret', ''), null);
  assert.equal(maskOf('secret', 'abc'), null);
});

test('an event without a secret in it stays the same object', () => {
  const event = end({ outputs: { body: 'hello', list: [{ a: 1 }] } });

  assert.equal(maskOf('secret', secret)?.hide(event), event);
});

test('a secret is hidden in every spelling and at every depth', () => {
  const spellings = [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    Buffer.from(secret).toString('base64'),
  ];
  const event = end({ processData: { request: { lines: spellings } }, inputs: { a: secret } });

  const hidden = JSON.stringify(maskOf('secret', secret)?.hide(event));

  for (const spelling of spellings) assert.ok(!hidden.includes(spelling), spelling);
  assert.ok(!hidden.includes('sealed'));
});

test('what a resumed run needs can be read again, and is not shown', () => {
  const mask = maskOf('secret', secret);
  const event = end({
    outputs: { body: `echo ${secret}` },
    writes: [{ selector: ['conversation', 'v'], value: secret }],
  });

  const hidden = mask?.hide(event) ?? event;

  assert.doesNotMatch(JSON.stringify(withoutSeal(hidden)), /pa.*ss/);
  assert.deepEqual(mask?.reveal(hidden), event);
});

test('what the app writes for its reader stays as it is', () => {
  const event: RunEvent = {
    type: 'text-delta',
    seq: 1,
    at: 0,
    text: secret,
    selector: ['a', 'answer'],
    responseNodeId: 'a',
  };

  assert.equal(maskOf('secret', secret)?.hide(event), event);
});

test('a value too deep to be searched is hidden as a whole', () => {
  let deep: unknown = secret;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];

  const hidden = maskOf('secret', secret)?.hide(end({ inputs: { deep } as never }));

  assert.ok(!JSON.stringify(hidden).includes(secret));
});
