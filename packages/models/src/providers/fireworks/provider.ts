import { openaiFamily } from '../openai-family.ts';

export const fireworks = openaiFamily({
  id: 'fireworks',
  title: { en: 'Fireworks AI', zh: 'Fireworks AI' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  catalogue: 'fireworks',
  aliases: ['fireworks-ai'],
  openEnded: true,
});
