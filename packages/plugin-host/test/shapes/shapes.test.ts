import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { findJsonObject } from '../../src/backwards/find-json-object.ts';
import { plainDecimal } from '../../src/shapes/decimals.ts';
import { rawRequest, readRawAnswer } from '../../src/shapes/http-messages.ts';
import { createLlmChunkReader } from '../../src/shapes/llm-chunks.ts';
import { createToolMessageReader } from '../../src/shapes/tool-messages.ts';

test('decimals are written plainly, whatever form the plugin chose', () => {
  const rows: readonly (readonly [unknown, string])[] = [
    ['0.001', '0.001'],
    ['0E-7', '0'],
    ['1.5E-7', '0.00000015'],
    ['12.5E+2', '1250'],
    ['1E3', '1000'],
    ['007.50', '7.5'],
    ['.5', '0.5'],
    [-2.5, '-2.5'],
    [null, '0'],
    ['NaN', '0'],
    ['', '0'],
  ];
  for (const [given, plain] of rows) assert.equal(plainDecimal(given), plain, String(given));
});

describe('answers of models', () => {
  const read = (deltas: readonly unknown[]) => {
    const reader = createLlmChunkReader({ provider: 'p', name: 'm' });
    return [...deltas.flatMap((delta) => reader.read({ delta })), ...reader.finish()];
  };
  const call = (id: string, name: string, given: string) => ({
    message: { content: '', tool_calls: [{ id, function: { name, arguments: given } }] },
  });

  test('fragments of calls are joined by id; one without goes with the fragment before it', () => {
    const chunks = read([
      call('a', 'look', '{"x'),
      call('b', 'hear', '{'),
      call('', '', '}'),
      call('a', '', '":'),
      call('', '', '1}'),
    ]);
    assert.deepEqual(
      chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call.arguments] : [])),
      ['{"x":1}', '{}'],
    );
  });

  test('parts, pictures and reasons are read', () => {
    const chunks = read([
      { message: { content: [{ type: 'text', data: 'see' }] } },
      { message: { content: [{ type: 'image', base64_data: 'cG5n', mime_type: 'image/png' }] } },
      { message: { content: null }, finish_reason: 'max_tokens' },
    ]);
    assert.deepEqual(chunks.slice(0, 2), [
      { type: 'text', text: 'see' },
      { type: 'file', mediaType: 'image/png', bytes: Buffer.from('png') },
    ]);
    assert.equal(chunks[2]?.type === 'finish' && chunks[2].reason, 'length');
  });
});

describe('messages of tools', () => {
  const chunk = (sequence: number, text: string, end = false) => ({
    type: 'blob_chunk',
    message: {
      id: 'f',
      sequence,
      total_length: 4,
      blob: Buffer.from(text).toString('base64'),
      end,
    },
    meta: { mime_type: 'text/plain', filename: 'f.txt' },
  });

  test('a file in pieces is one file', () => {
    const read = createToolMessageReader({ plugin: 'a/b' });
    assert.equal(read(chunk(0, 'ab')), null);
    assert.equal(read(chunk(1, 'cd')), null);
    assert.deepEqual(read(chunk(2, '', true)), {
      type: 'file',
      bytes: Buffer.from('abcd'),
      mediaType: 'text/plain',
      filename: 'f.txt',
    });
  });

  test('files beyond the limit and unknown types are refused', () => {
    const read = createToolMessageReader({ plugin: 'a/b', fileBytesMax: 3 });
    read(chunk(0, 'ab'));
    const code = (expected: string) => (error: unknown) =>
      error instanceof AppError && error.code === expected;
    assert.throws(() => read(chunk(1, 'cd')), code('plugin_flooded'));
    assert.throws(() => read({ type: 'dance' }), code('plugin_answer_invalid'));
  });
});

describe('HTTP in bytes', () => {
  test('a request states its length once and tells nothing of how we are reached', () => {
    const hex = rawRequest({
      method: 'POST',
      target: '/a?b=1',
      headers: [
        ['Host', 'h'],
        ['Content-Length', '99'],
        ['Content-Type', 'text/plain'],
        ['Content-Type', 'text/html'],
        ['X-Forwarded-For', '10.0.0.1'],
        ['X_Bad', '1'],
        ['X-Split', 'a\r\nInjected: 1'],
      ],
      body: Buffer.from('hi'),
    });
    assert.equal(
      Buffer.from(hex, 'hex').toString(),
      'POST /a?b=1 HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nX-Split: a  Injected: 1\r\nContent-Length: 2\r\n\r\nhi',
    );
  });

  test('an answer is read, and one without a status refused', () => {
    const hex = Buffer.from('HTTP/1.1 202 Accepted\r\nX-A: 1\r\n\r\nbody').toString('hex');
    const { status, headers, body } = readRawAnswer(hex);
    assert.deepEqual([status, headers, body.toString()], [202, [['X-A', '1']], 'body']);
    assert.throws(() => readRawAnswer(Buffer.from('hello\r\n\r\n').toString('hex')), /no status/);
    assert.throws(() => readRawAnswer('zz'), /no end of headers/);
  });
});

test('JSON is found in prose', () => {
  assert.deepEqual(findJsonObject('Sure! {not} {"a": {"b": 1}} done }'), { a: { b: 1 } });
  assert.equal(findJsonObject('nothing'), null);
  assert.equal(findJsonObject('{'.repeat(100_000)), null);
});
