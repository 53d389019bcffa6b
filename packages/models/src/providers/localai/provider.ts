import { openaiFamily } from '../openai-family.ts';

export const localai = openaiFamily({
  id: 'localai',
  title: { en: 'LocalAI', zh: 'LocalAI' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrlExample: 'http://127.0.0.1:8080/v1',
  selfHosted: true,
  dialect: { toolsRequired: 'auto' },
});
