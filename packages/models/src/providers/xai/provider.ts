import { openaiFamily } from '../openai-family.ts';

export const xai = openaiFamily({
  id: 'xai',
  title: { en: 'xAI', zh: 'xAI' },
  kinds: ['chat'],
  baseUrl: 'https://api.x.ai/v1',
  catalogue: 'x',
  readsUrls: true,
  openEnded: true,
  aliases: ['x', 'grok'],
});
