import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeKinds } from '@outpost/nodes';
import { readCurl, shellWords } from '../../src/screens/canvas/forms/model/read-curl.ts';
import { pairsOfText, textOfPairs } from '../../src/screens/canvas/forms/model/text-pairs.ts';

const bodyOf = (request: ReturnType<typeof readCurl>) => {
  const { type, data } = (request ?? {})['body'] as { type: string; data: readonly object[] };
  return { type, data: data.map((item) => ({ ...item, id: '' })) };
};

test('words of a command are split as a shell splits them', () => {
  assert.deepEqual(shellWords(`curl 'a b' "c \\"d\\" $x" e\\ f \\\n  $'g\\nh\\u0041' --x='y z'`), [
    'curl',
    'a b',
    'c "d" $x',
    'e f',
    'g\nhA',
    '--x=y z',
  ]);
});

test('a command from documentation becomes a request with its token, query and JSON', () => {
  const request = readCurl(`curl -X POST "https://api.example/v1/chat?stream=true&q=a%20b" \\
    -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer sk-1' \\
    -d '{"model": "m"}'`);

  assert.deepEqual(
    { ...request, body: bodyOf(request) },
    {
      method: 'post',
      url: 'https://api.example/v1/chat',
      params: 'stream:true\nq:a b',
      headers: 'Content-Type:application/json',
      authorization: {
        type: 'api-key',
        config: { header: '', type: 'bearer', api_key: 'sk-1' },
      },
      body: { type: 'json', data: [{ id: '', key: '', type: 'text', value: '{"model": "m"}' }] },
    },
  );
});

test('forms, users, uploads and -G are understood', () => {
  const form = readCurl('curl -u ada:secret -F name=x -F file=@a.pdf http://h/up');
  const encoded = readCurl('curl https://h -d a=1 -d b=two');
  const query = readCurl('curl -G https://h/find -d q=x --compressed -k -o out.txt');

  assert.deepEqual(bodyOf(form).data, [
    { id: '', key: 'name', type: 'text', value: 'x' },
    { id: '', key: 'file', type: 'file', value: '' },
  ]);
  assert.deepEqual(form?.['authorization'], {
    type: 'api-key',
    config: { header: '', type: 'basic', api_key: 'ada:secret' },
  });
  assert.equal(bodyOf(encoded).type, 'x-www-form-urlencoded');
  assert.deepEqual(
    [query?.['method'], query?.['url'], query?.['params'], query?.['ssl_verify']],
    ['get', 'https://h/find', 'q:x', false],
  );
});

test('what is read are settings that HTTP request nodes take', () => {
  const kind = createNodeKinds().get('http-request');
  for (const command of [
    'curl example.org',
    'curl -I https://h',
    `curl https://h --json '{"a":1}'`,
    'curl -XDELETE https://h/1 -b session=1',
  ]) {
    const config = readCurl(command) ?? {};
    assert.doesNotThrow(() => kind?.parse({ id: 'n', title: 'n', config }), command);
  }
});

test('what is no curl command is refused', () => {
  assert.deepEqual(
    [readCurl(''), readCurl('wget https://h'), readCurl('curl -X POST')],
    [null, null, null],
  );
});

test('header lines go into rows and back', () => {
  const text = 'Accept:a/b\nX-Time:10:30\nX-Empty:';

  assert.deepEqual(pairsOfText('Accept: a/b\n\nX-Time:10:30\nX-Empty')[1], {
    name: 'X-Time',
    value: '10:30',
  });
  assert.equal(textOfPairs(pairsOfText(text)), text);
});
