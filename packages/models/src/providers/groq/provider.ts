import { openaiFamily } from '../openai-family.ts';

export const groq = openaiFamily({
  id: 'groq',
  title: { en: 'Groq', zh: 'Groq' },
  kinds: ['chat', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://api.groq.com/openai/v1',
  catalogue: 'groq',
  openEnded: true,
  dialect: { tokenLimit: 'max_completion_tokens' },
});
