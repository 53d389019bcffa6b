import { openaiFamily } from '../openai-family.ts';

export const aihubmix = openaiFamily({
  id: 'aihubmix',
  title: { en: 'AiHubMix', zh: 'AiHubMix' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://aihubmix.com/v1',
  catalogue: 'aihubmix',
  openEnded: true,
});
