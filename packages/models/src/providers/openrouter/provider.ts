import { openaiFamily } from '../openai-family.ts';

export const openrouter = openaiFamily({
  id: 'openrouter',
  title: { en: 'OpenRouter', zh: 'OpenRouter' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrl: 'https://openrouter.ai/api/v1',
  catalogue: 'openrouter',
  readsUrls: true,
  openEnded: true,
  dialect: { reasoningField: 'reasoning' },
});
