import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIndex } from '../../src/registries/parse-index.ts';

const page = 'https://user:pass@index.example/simple/some-model/';
const sha256 = 'ab'.repeat(32);
const expected = [
  {
    location: { url: 'https://files.example/some_model-1-py3-none-any.whl' },
    filename: 'some_model-1-py3-none-any.whl',
    sha256,
    sizeBytes: null,
    requiresPython: '>=3',
    yanked: true,
    uploadedAt: null,
  },
  {
    location: { url: 'https://user:pass@index.example/files/some_model-2.tar.gz' },
    filename: 'some_model-2.tar.gz',
    sha256: null,
    sizeBytes: null,
    requiresPython: null,
    yanked: false,
    uploadedAt: null,
  },
];

test('a page of the HTML form lists its files; credentials go to the index alone', () => {
  const html = `<!DOCTYPE html><body>
    <a href="https://files.example/some_model-1-py3-none-any.whl#sha256=${sha256}" data-requires-python="&gt;=3" data-yanked>some_model-1-py3-none-any.whl</a>
    <a href='/files/some_model-2.tar.gz'>some_model-2.tar.gz</a>
    <a href="javascript:alert(1)">bad.whl</a> <a href="x/../../etc">../../etc</a></body>`;

  assert.deepEqual(parseIndex(html, page), expected);
});

test('a page of the JSON form lists its files', () => {
  const json = JSON.stringify({
    meta: { 'api-version': '1.1' },
    files: [
      {
        filename: expected[0]?.filename,
        url: expected[0]?.location.url,
        hashes: { sha256 },
        'requires-python': '>=3',
        yanked: 'broken',
        size: 12,
        'upload-time': '2026-01-02T03:04:05Z',
      },
      { filename: 'some_model-2.tar.gz', url: '/files/some_model-2.tar.gz', hashes: {} },
      { filename: 7 },
    ],
  });

  const [first, second] = expected;
  const uploadedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
  assert.deepEqual(parseIndex(json, page), [{ ...first, sizeBytes: 12, uploadedAt }, second]);
});

test('an answer that is cut off is an index that cannot be used', () => {
  assert.throws(() => parseIndex('{"files": [', page), { code: 'pack_unreachable' });
});
