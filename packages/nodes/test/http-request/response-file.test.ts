import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { createFakeEgress, createFakeRunFiles } from '@outpost/contracts/testing';
import { httpRequest } from '../../src/http-request/index.ts';
import { isFileResponse, responseFilename } from '../../src/http-request/response-file.ts';
import { runNode } from '../support/create-node-context.ts';

const binary = Uint8Array.from([0x89, 0x50, 0xff, 0x00]);

function response(type: string, body: string | Uint8Array = 'x', disposition?: string) {
  return {
    status: 200,
    url: 'https://example.org/files/report?id=1',
    headers: {
      ...(type ? { 'content-type': type } : {}),
      ...(disposition ? { 'content-disposition': disposition } : {}),
    },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}

const kinds: readonly (readonly [
  what: string,
  answer: ReturnType<typeof response>,
  isFile: boolean,
])[] = [
  ['an attachment', response('text/plain', 'x', 'attachment'), true],
  [
    'anything with a file name',
    response('application/json', '{}', 'inline; filename=a.json'),
    true,
  ],
  ['an inline page', response('text/html', '<p>', 'inline'), false],
  ['plain text', response('text/plain; charset=utf-8'), false],
  ['a table', response('text/csv'), true],
  ['JSON', response('application/json'), false],
  ['JSON of a vendor', response('application/vnd.api+json'), false],
  ['XML', response('application/xml'), false],
  ['JavaScript', response('application/javascript'), false],
  ['a form', response('application/x-www-form-urlencoded'), false],
  ['YAML', response('application/x-yaml'), false],
  ['GraphQL', response('application/graphql'), false],
  ['an unnamed stream that shows JSON', response('application/octet-stream', '{"a":1}'), false],
  ['an unnamed stream of bytes', response('application/octet-stream', binary), true],
  ['an unnamed stream of words', response('application/octet-stream', 'hello'), true],
  ['a PDF', response('application/pdf', binary), true],
  ['an image', response('image/png', binary), true],
  ['a sound', response('audio/mpeg', binary), true],
  ['a film', response('video/mp4', binary), true],
  ['something without a type', response(''), false],
  ['an empty image', response('image/png', ''), false],
];
for (const [what, answer, isFile] of kinds)
  test(`${what} is ${isFile ? 'a file' : 'a text'}`, () =>
    assert.equal(isFileResponse(answer), isFile));

const names: readonly (readonly [type: string, disposition: string, name: string])[] = [
  ['application/pdf', 'attachment; filename="r 1.pdf"', 'r 1.pdf'],
  ['application/pdf', 'attachment; filename=r.pdf; size=1', 'r.pdf'],
  ['application/pdf', "attachment; filename=x.pdf; filename*=UTF-8''%E4%B8%AD.pdf", '中.pdf'],
  ['application/pdf', 'attachment; filename="../../etc/passwd"', 'passwd'],
  ['application/pdf', '', 'report.pdf'],
  ['image/jpeg', '', 'report.jpg'],
  ['application/octet-stream', '', 'report.bin'],
];
for (const [type, disposition, name] of names)
  test(`a file of type ${type} with “${disposition}” is called ${name}`, () =>
    assert.equal(responseFilename(response(type, binary, disposition)), name));

test('an address that ends in a file name names the file', () => {
  const answer = { ...response('image/png', binary), url: 'https://example.org/a/%E5%9B%BE.png#x' };
  assert.equal(responseFilename(answer), '图.png');
});

test('a file that comes as an answer is kept, and the body is empty', async () => {
  const files = createFakeRunFiles();
  const egress = createFakeEgress({ headers: { 'content-type': 'image/png' }, body: binary });
  const { outputs } = await runNode(
    httpRequest,
    { method: 'get', url: 'https://example.org/a.png' },
    { ports: { egress, files } },
  );
  assert.equal(outputs['body'], '');
  assert.deepEqual(outputs['files'], files.saved);
  assert.equal(files.saved[0]?.filename, 'a.png');
  assert.equal(files.saved[0]?.mime_type, 'image/png');
});
