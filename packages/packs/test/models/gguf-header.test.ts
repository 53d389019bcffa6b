import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readGgufHeader } from '../../src/models/gguf-header.ts';
import { describeModel } from '../../src/models/describe-model.ts';
import { makeGguf } from '../support/make-gguf.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

async function withFile<Result>(
  bytes: Buffer,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'made.gguf');
  await writeFile(file, bytes);
  // Awaited here: the folder must outlive its use.
  return await use(file);
}

test('the head of a file says what the model is', async () => {
  const bytes = makeGguf({
    fields: {
      'general.architecture': 'qwen2',
      'general.name': 'Tiny',
      'general.license': 'apache-2.0',
      'general.file_type': 15,
      'qwen2.context_length': 32_768,
      'qwen2.embedding_length': 896,
      'tokenizer.ggml.tokens': ['a', 'b', 'c'],
      'tokenizer.chat_template': '{{ tools }} <tool_call>',
    },
  });

  const header = await withFile(bytes, readGgufHeader);
  const description = await withFile(bytes, describeModel);

  assert.deepEqual(header, {
    version: 3,
    architecture: 'qwen2',
    name: 'Tiny',
    licence: 'apache-2.0',
    quantisation: 'Q4_K_M',
    contextTokens: 32_768,
    embeddingLength: 896,
    poolingType: null,
    chatTemplate: '{{ tools }} <tool_call>',
    tensorCount: 1,
  });
  assert.equal(description.kind, 'chat');
  assert.equal(description.chatTemplate, true);
  assert.equal(description.tools, true);
});

for (const [fields, kind] of [
  [{ 'general.architecture': 'bert' }, 'embedding'],
  [{ 'general.architecture': 'qwen3', 'qwen3.pooling_type': 3 }, 'embedding'],
  [{ 'general.architecture': 'bert', 'bert.pooling_type': 4 }, 'rerank'],
  [{ 'general.architecture': 'llama' }, 'chat'],
] as const)
  test(`a file with ${JSON.stringify(fields)} is a model for ${kind}`, async () => {
    const description = await withFile(makeGguf({ fields }), describeModel);

    assert.equal(description.kind, kind);
  });

const good = makeGguf();
for (const [what, bytes, reason] of [
  ['an empty file', Buffer.alloc(0), /ends within its header/],
  ['a web page', Buffer.from('<!DOCTYPE html>'), /not a GGUF file/],
  ['an old version', makeGguf({ version: 1 }), /version 1/],
  ['a head that is cut off', good.subarray(0, 40), /ends within its header/],
  ['tensors that are cut off', good.subarray(0, good.length - 1), /cut off/],
  ['no architecture', makeGguf({ fields: {} }), /architecture/],
  [
    'one part of several',
    makeGguf({ fields: { 'general.architecture': 'llama', 'split.count': 3 } }),
    /one of 3 parts/,
  ],
] as const)
  test(`${what} is refused by name`, async () => {
    await assert.rejects(withFile(bytes, readGgufHeader), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'model_file_invalid');
      assert.match(error.message, /made\.gguf/);
      assert.match(error.message, reason);
      return true;
    });
  });

test('a head that claims absurd counts is refused without reading them', async () => {
  const bytes = Buffer.from(good);
  bytes.writeBigUInt64LE(2n ** 40n, 16);

  await assert.rejects(withFile(bytes, readGgufHeader), /claims/);
});
