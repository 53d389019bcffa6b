import { openaiFamily } from '../openai-family.ts';

export const longcat = openaiFamily({
  id: 'longcat',
  title: { en: 'LongCat', zh: 'LongCat' },
  kinds: ['chat'],
  baseUrl: 'https://api.longcat.chat/openai/v1',
  catalogue: 'longcat',
  openEnded: true,
  dialect: { json: 'none' },
});
