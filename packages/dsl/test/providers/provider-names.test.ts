import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isKnownProvider, normaliseProvider } from '../../src/index.ts';

describe('normaliseProvider', () => {
  for (const [name, id] of [
    ['openai', 'openai'],
    ['langgenius/openai/openai', 'openai'],
    ['google', 'gemini'],
    ['langgenius/gemini/google', 'gemini'],
    ['tongyi', 'qwen'],
    ['langgenius/tongyi/tongyi', 'qwen'],
    ['volcengine_maas', 'volcengine'],
    ['openai_api_compatible', 'openai-compatible'],
    ['langgenius/openai_api_compatible/openai_api_compatible', 'openai-compatible'],
    ['azure_openai', 'azure-openai'],
    ['ZhipuAI', 'zhipu'],
    ['wenxin', 'qianfan'],
    ['someone/new/Thing', 'thing'],
    ['someone/ollama/other_name', 'ollama'],
    ['', ''],
  ] as const)
    it(`knows “${name}” as “${id}”`, () => {
      assert.equal(normaliseProvider(name), id);
    });

  it('does not take the names of every object for providers', () => {
    assert.equal(isKnownProvider('constructor'), false);
    assert.equal(isKnownProvider('toString'), false);
    assert.equal(isKnownProvider('tongyi'), true);
  });
});
