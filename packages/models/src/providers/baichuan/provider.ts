import { openaiFamily } from '../openai-family.ts';

export const baichuan = openaiFamily({
  id: 'baichuan',
  title: { en: 'Baichuan', zh: '百川智能' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://api.baichuan-ai.com/v1',
  catalogue: 'baichuan',
  dialect: { json: 'object', embeddingBatchMax: 16 },
});
