import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import {
  NodeFailure,
  noFailurePolicy,
  textFromValue,
  type EgressRequest,
  type FailurePolicy,
} from '@outpost/contracts';
import { createFakeEgress, createFakeRunFiles } from '@outpost/contracts/testing';
import { httpRequest } from '../../src/http-request/index.ts';
import { runNode, type TestPool } from '../support/create-node-context.ts';

const base = { method: 'get', url: 'https://example.org/a', headers: '', params: '' };

interface Exchange {
  readonly config: Readonly<Record<string, unknown>>;
  readonly pool?: TestPool;
  readonly answer?: Parameters<typeof createFakeEgress>[0];
  readonly failure?: FailurePolicy;
  readonly files?: ReturnType<typeof createFakeRunFiles>;
}

async function exchange({ config, pool = {}, answer = {}, failure, files }: Exchange) {
  const egress = createFakeEgress(answer);
  const result = await runNode(
    httpRequest,
    { ...base, ...config },
    {
      pool,
      ports: { egress, ...(files ? { files } : {}) },
      source: failure ? { failure } : {},
    },
  );
  return { ...result, requests: egress.requests };
}

async function sent(
  config: Readonly<Record<string, unknown>>,
  pool: TestPool = {},
  files?: ReturnType<typeof createFakeRunFiles>,
): Promise<EgressRequest> {
  const [request] = (await exchange({ config, pool, ...(files ? { files } : {}) })).requests;
  assert.ok(request);
  return request;
}

function headersOf({ headers }: EgressRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(headers);
}

function textOf({ body }: EgressRequest): string {
  return body ? Buffer.from(body).toString() : '';
}

test('every address part is rendered, and values are encoded', async () => {
  const request = await sent(
    {
      method: 'POST',
      url: 'https://{{#n.host#}}/p?x=1#end',
      params: 'q:{{#n.q#}}\nq: b:c \n{{#n.k#}}:v\nflag\n\n: nothing',
    },
    { n: { host: 'h.example', q: 'a&b\nc:d 中', k: 'key' } },
  );
  assert.equal(request.method, 'POST');
  assert.equal(
    request.url,
    'https://h.example/p?x=1&q=a%26b%0Ac%3Ad+%E4%B8%AD&q=b%3Ac&key=v&flag=#end',
  );
});

test('headers are cut at their first colon, rendered as a whole, and the last of a name wins', async () => {
  const request = await sent(
    {
      headers:
        'Accept:application/json\nX-Time: 10:30 \n{{#n.more#}}\nNo-Value\naccept: text/plain',
    },
    { n: { more: 'X-A: 1\nX-B: 2' } },
  );
  assert.deepEqual(request.headers, [
    ['accept', 'text/plain'],
    ['X-Time', '10:30'],
    ['X-A', '1'],
    ['X-B', '2'],
    ['No-Value', ''],
  ]);
});

for (const url of ['', 'ftp://x', '{{#n.gone#}}', 'example.org'])
  test(`the address ${JSON.stringify(url)} is refused before anything is sent`, () =>
    assert.rejects(exchange({ config: { url } }), /does not begin with http/));

const keys: readonly (readonly [
  type: string,
  key: string,
  header: string,
  sent: [string, string],
])[] = [
  ['bearer', 'k{{#n.x#}}', '', ['Authorization', 'Bearer k1']],
  [
    'basic',
    'user:密码',
    '',
    ['Authorization', `Basic ${Buffer.from('user:密码').toString('base64')}`],
  ],
  ['basic', 'YWJj', '', ['Authorization', 'Basic YWJj']],
  ['custom', 'k', 'X-Key', ['X-Key', 'k']],
  ['custom', 'k', '', ['Authorization', 'k']],
  ['bearer', 'k', 'X-Auth', ['X-Auth', 'Bearer k']],
];
for (const [type, api_key, header, expected] of keys)
  test(`an API key of type ${type} goes as ${expected.join(': ')}`, async () => {
    const authorization = { type: 'api-key', config: { type, api_key, header } };
    const request = await sent({ authorization }, { n: { x: 1 } });
    assert.deepEqual(request.headers, [expected]);
  });

test('an API key that is blank, or not there, fails the node', async () => {
  for (const config of [null, { type: 'bearer', api_key: '{{#n.x#}}', header: '' }])
    await assert.rejects(
      exchange({ config: { authorization: { type: 'api-key', config } }, pool: { n: { x: ' ' } } }),
      (error: unknown) =>
        error instanceof NodeFailure && error.error.type === 'AuthorizationConfigError',
    );
});

test('no authorization sends no key', async () => {
  for (const authorization of [null, undefined, { type: 'no-auth', config: null }])
    assert.deepEqual((await sent({ authorization })).headers, []);
});

const jsonBody = (value: string) => ({
  method: 'post',
  body: { type: 'json', data: [{ id: '1', key: '', type: 'text', value }] },
});

const jsonBodies: readonly (readonly [what: string, template: string, sent: unknown])[] = [
  ['as it is', '{"a":1}', { a: 1 }],
  ['with a placeholder without quotes', '{"a": {{#n.text#}}}', { a: 'hello world' }],
  ['with line breaks in a text', '{"a": "{{#n.lines#}}"}', { a: 'x\ny\t"z"' }],
  ['with a comma too many', '{"a": [1,2,],}', { a: [1, 2] }],
  ['with Python’s words', '{"a": True, "b": None}', { a: true, b: null }],
  ['with single quotes', "{'a': 'b'}", { a: 'b' }],
  ['with an object in it', '{"a": {{#n.object#}}}', { a: { k: '中' } }],
];
for (const [what, template, expected] of jsonBodies)
  test(`a JSON body ${what} is sent as JSON`, async () => {
    const pool = {
      n: { text: 'hello world', lines: 'x\ny\t\\"z\\"', object: { k: '中' } },
    };
    const request = await sent(jsonBody(template), pool);
    assert.deepEqual(JSON.parse(textOf(request)), expected);
    assert.equal(headersOf(request)['Content-Type'], 'application/json');
  });

test('long numbers of a JSON body keep their digits', async () =>
  assert.equal(
    textOf(await sent(jsonBody('{"id":12345678901234567890}'))),
    '{"id":12345678901234567890}',
  ));

test('a raw text is rendered, and a given content type is kept', async () => {
  const body = { type: 'raw-text', data: [{ type: 'text', value: '<a>{{#n.x#}}</a>' }] };
  const request = await sent(
    { method: 'post', headers: 'content-type: text/xml', body },
    { n: { x: 1 } },
  );
  assert.equal(textOf(request), '<a>1</a>');
  assert.deepEqual(request.headers, [['content-type', 'text/xml']]);
  assert.equal(headersOf(await sent({ method: 'post', body }))['Content-Type'], 'text/plain');
});

test('a form is encoded as browsers do', async () => {
  const data = [
    { key: 'a b', type: 'text', value: '{{#n.x#}}' },
    { key: 'a b', type: 'text', value: "(it's)" },
  ];
  const request = await sent(
    { method: 'post', body: { type: 'x-www-form-urlencoded', data } },
    { n: { x: '中&=' } },
  );
  assert.equal(textOf(request), 'a+b=%E4%B8%AD%26%3D&a+b=%28it%27s%29');
  assert.equal(headersOf(request)['Content-Type'], 'application/x-www-form-urlencoded');
});

test('bodies of old files are one text', async () => {
  const json = await sent(
    { method: 'post', body: { type: 'json', data: '{"a":"{{#n.x#}}"}' } },
    { n: { x: 1 } },
  );
  assert.deepEqual(JSON.parse(textOf(json)), { a: '1' });
  const form = await sent(
    { method: 'post', body: { type: 'x-www-form-urlencoded', data: 'a:{{#n.x#}}\nb: 2' } },
    { n: { x: 1 } },
  );
  assert.equal(textOf(form), 'a=1&b=2');
});

test('no body is sent where there is none', async () => {
  for (const body of [
    null,
    { type: 'none', data: [] },
    { type: 'json', data: '' },
    { type: 'json', data: null },
  ]) {
    const request = await sent({ body });
    assert.equal(request.body, null);
    assert.deepEqual(request.headers, []);
  }
});

for (const type of ['json', 'raw-text', 'binary'])
  for (const count of [0, 2])
    test(`a ${type} body of ${count} parts fails the node`, () => {
      const data = Array.from({ length: count }, () => ({ type: 'text', value: '1' }));
      return assert.rejects(exchange({ config: { body: { type, data } } }), /exactly one part/);
    });

test('a multipart form carries texts and files, byte for byte', async () => {
  const files = createFakeRunFiles();
  const bytes = Uint8Array.from([0, 255, 13, 10, 45, 45]);
  const one = files.put({ filename: 'a"b.bin', mime_type: 'application/x-test' }, bytes);
  const two = files.put({ filename: '二.txt' }, Buffer.from('x'));
  const data = [
    { key: 'text', type: 'text', value: '{{#n.x#}}' },
    { key: 'one', type: 'file', file: ['n', 'one'], value: '' },
    { key: 'many', type: 'file', file: ['n', 'many'] },
  ];
  const request = await sent(
    {
      method: 'post',
      headers: 'Content-Type: multipart/form-data',
      body: { type: 'form-data', data },
    },
    { n: { x: '中', one, many: [two, one] } },
    files,
  );
  const type = headersOf(request)['Content-Type'] ?? '';
  assert.equal(request.headers.length, 1);
  const form = await new Response(Buffer.from(request.body ?? []), {
    headers: { 'content-type': type },
  }).formData();
  assert.equal(form.get('text'), '中');
  const file = form.get('one');
  assert.ok(file instanceof File);
  assert.equal(file.name, 'a"b.bin');
  assert.equal(file.type, 'application/x-test');
  assert.deepEqual(new Uint8Array(await file.arrayBuffer()), bytes);
  assert.deepEqual(
    form.getAll('many').map((item) => item instanceof File && item.name),
    ['二.txt', 'a"b.bin'],
  );
});

test('a multipart form without files is multipart all the same', async () => {
  const data = [{ key: 'a', type: 'text', value: '1' }];
  const request = await sent({ method: 'post', body: { type: 'form-data', data } });
  assert.match(headersOf(request)['Content-Type'] ?? '', /^multipart\/form-data; boundary=/);
});

test('a binary body is one file', async () => {
  const files = createFakeRunFiles();
  const file = files.put({ filename: 'a.png', mime_type: 'image/png' }, Uint8Array.from([1, 2]));
  const body = { type: 'binary', data: [{ type: 'file', file: ['n', 'f'] }] };
  const request = await sent({ method: 'put', body }, { n: { f: file } }, files);
  assert.deepEqual(request.body, Uint8Array.from([1, 2]));
  assert.equal(headersOf(request)['Content-Type'], 'image/png');
  await assert.rejects(sent({ body }, { n: { f: [file, file] } }, files), /exactly one file/);
  await assert.rejects(sent({ body }, { n: { f: 'text' } }, files), /n\.f/);
  await assert.rejects(sent({ body }, {}, files), /does not exist/);
});

test('time-outs that are absent or zero have their defaults, larger ones are kept', async () => {
  const of = async (timeout: unknown) => (await sent({ timeout })).timeouts;
  const defaults = { connectMs: 10_000, readMs: 600_000, writeMs: 600_000 };
  assert.deepEqual(await of(undefined), defaults);
  assert.deepEqual(await of({ connect: 0, read: null, write: 0, max_read_timeout: 5 }), defaults);
  assert.deepEqual(await of({ connect: 1, read: 9000, write: 2.5 }), {
    connectMs: 1000,
    readMs: 9_000_000,
    writeMs: 2500,
  });
});

test('certificates are checked unless that is switched off', async () => {
  assert.equal((await sent({})).verifyTls, true);
  assert.equal((await sent({ ssl_verify: null })).verifyTls, true);
  assert.equal((await sent({ ssl_verify: false })).verifyTls, false);
});

test('OPTIONS cannot be sent, and an unknown method is refused when it is read', async () => {
  await assert.rejects(exchange({ config: { method: 'OPTIONS' } }), /OPTIONS/);
  await assert.rejects(exchange({ config: { method: 'brew' } }), /at method/);
});

test('a text answer gives status, headers and body', async () => {
  const { outputs } = await exchange({
    config: {},
    answer: { status: 201, headers: { 'content-type': 'application/json' }, body: '{"a":"中"}' },
  });
  assert.deepEqual(outputs, {
    status_code: 201,
    body: '{"a":"中"}',
    headers: { 'content-type': 'application/json' },
    files: [],
  });
});

test('a text answer is read in the character set it names', async () => {
  const { outputs } = await exchange({
    config: {},
    answer: {
      headers: { 'content-type': 'text/html; charset=GBK' },
      body: Buffer.from('b2e2cad4', 'hex'),
    },
  });
  assert.equal(outputs['body'], '测试');
});

const statuses = [
  ['no policy', noFailurePolicy, 'succeeds'],
  ['a retry', { ...noFailurePolicy, retry: { retriesMax: 1, intervalMs: 0 } }, 'fails'],
  ['a fail branch', { ...noFailurePolicy, strategy: 'fail-branch' }, 'fails'],
  ['default values', { ...noFailurePolicy, strategy: 'default-value' }, 'fails'],
] as const;
for (const [what, failure, outcome] of statuses)
  test(`with ${what} an answer of 404 ${outcome}`, async () => {
    const run = exchange({ config: {}, answer: { status: 404, body: 'gone' }, failure });
    if (outcome === 'succeeds') {
      assert.equal((await run).outputs['status_code'], 404);
      return;
    }
    await assert.rejects(run, (error: unknown) => {
      assert.ok(error instanceof NodeFailure);
      assert.equal(error.error.type, 'HTTPResponseCodeError');
      assert.match(error.message, /404/);
      assert.equal(error.partial.outputs, undefined);
      return true;
    });
  });

test('a text of more than 1 MiB fails the node', () =>
  assert.rejects(
    exchange({ config: {}, answer: { body: Buffer.alloc(1024 * 1024 + 1, 'a') } }),
    (error: unknown) => error instanceof NodeFailure && error.error.type === 'ResponseSizeError',
  ));

test('no more than 10 MiB are asked for', async () =>
  assert.equal((await sent({})).responseBytesMax, 10 * 1024 * 1024));

test('a trace of the request keeps secrets to itself', async () => {
  const { processData } = await exchange({
    config: {
      ...jsonBody('{"a":1}'),
      headers: 'X-Api-Key: s3cret\nAccept: */*',
      authorization: { type: 'api-key', config: { type: 'bearer', api_key: 's3cret' } },
    },
  });
  const trace = textFromValue(processData?.['request'] ?? null);
  assert.match(trace, /^POST https:\/\/example\.org\/a\n/);
  assert.match(trace, /Accept: \*\/\*/);
  assert.match(trace, /\{"a":1\}$/);
  assert.doesNotMatch(trace, /s3cret/);
});

test('everything that a request reads is known before it is sent', () => {
  const config = httpRequest.parse({
    id: 'h',
    title: '',
    config: {
      ...base,
      url: '{{#a.x#}}',
      headers: '{{#b.x#}}',
      params: '{{#c.x#}}',
      authorization: { type: 'api-key', config: { api_key: '{{#d.x#}}' } },
      body: {
        type: 'form-data',
        data: [
          { key: '{{#e.x#}}', type: 'text', value: '{{#f.x#}}' },
          { key: 'k', type: 'file', file: ['g', 'x'] },
        ],
      },
    },
  });
  assert.deepEqual(
    httpRequest.references(config).map(([scope]) => scope),
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  );
});
