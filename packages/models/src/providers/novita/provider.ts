import { openaiFamily } from '../openai-family.ts';

export const novita = openaiFamily({
  id: 'novita',
  title: { en: 'Novita AI', zh: 'Novita AI' },
  kinds: ['chat'],
  baseUrl: 'https://api.novita.ai/openai/v1',
  catalogue: 'novita',
  openEnded: true,
});
