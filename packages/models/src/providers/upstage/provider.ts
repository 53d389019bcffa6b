import { openaiFamily } from '../openai-family.ts';

export const upstage = openaiFamily({
  id: 'upstage',
  title: { en: 'Upstage', zh: 'Upstage' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://api.upstage.ai/v1',
  catalogue: 'upstage',
  openEnded: true,
});
