import { openaiFamily } from '../openai-family.ts';

export const vllm = openaiFamily({
  id: 'vllm',
  title: { en: 'vLLM', zh: 'vLLM' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text'],
  baseUrlExample: 'http://127.0.0.1:8000/v1',
  selfHosted: true,
  dialect: { embeddingBatchMax: 64 },
});
