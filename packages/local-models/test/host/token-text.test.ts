import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token } from '../../src/host/llama-library.ts';
import { createTokenText } from '../../src/host/token-text.ts';

/** A vocabulary of single bytes. */
const byteModel = {
  detokenize: (tokens: readonly Token[]) => Buffer.from(tokens).toString('utf8'),
};

test('a character that spreads over several tokens comes out whole', () => {
  const text = createTokenText(byteModel);

  const pieces = [...Buffer.from('a好b')].map((byte) => text.push(byte as Token));

  assert.deepEqual(pieces, ['a', '', '', '好', 'b']);
  assert.equal(text.end(), '');
});

test('an answer that ends within a character ends before it', () => {
  const text = createTokenText(byteModel);

  const pieces = [...Buffer.from('好').subarray(0, 2)].map((byte) => text.push(byte as Token));

  assert.deepEqual([...pieces, text.end()], ['', '', '']);
});
