import { openaiFamily } from '../openai-family.ts';

export const ollama = openaiFamily({
  id: 'ollama',
  title: { en: 'Ollama', zh: 'Ollama' },
  kinds: ['chat', 'embedding'],
  baseUrlExample: 'http://127.0.0.1:11434/v1',
  selfHosted: true,
  dialect: { toolsRequired: 'auto', embeddingBatchMax: 32 },
});
