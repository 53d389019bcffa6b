import { openaiFamily } from '../openai-family.ts';

export const sambanova = openaiFamily({
  id: 'sambanova',
  title: { en: 'SambaNova', zh: 'SambaNova' },
  kinds: ['chat', 'speech-to-text'],
  baseUrl: 'https://api.sambanova.ai/v1',
  catalogue: 'sambanova',
  openEnded: true,
  dialect: { json: 'object' },
});
