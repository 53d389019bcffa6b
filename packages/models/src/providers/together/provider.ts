import { openaiFamily } from '../openai-family.ts';

export const together = openaiFamily({
  id: 'together',
  title: { en: 'Together AI', zh: 'Together AI' },
  kinds: ['chat', 'embedding', 'rerank', 'text-to-speech'],
  baseUrl: 'https://api.together.xyz/v1',
  aliases: ['togetherai', 'together-ai'],
});
