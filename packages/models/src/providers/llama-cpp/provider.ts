import { openaiFamily } from '../openai-family.ts';

export const llamaCpp = openaiFamily({
  id: 'llama-cpp',
  title: { en: 'llama.cpp server', zh: 'llama.cpp 服务' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrlExample: 'http://127.0.0.1:8080/v1',
  selfHosted: true,
  aliases: ['llamacpp', 'llama.cpp'],
});
