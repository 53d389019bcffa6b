import { openaiFamily } from '../openai-family.ts';

export const yi = openaiFamily({
  id: 'yi',
  title: { en: '01.AI', zh: '零一万物' },
  kinds: ['chat'],
  baseUrl: 'https://api.lingyiwanwu.com/v1',
  catalogue: 'yi',
  aliases: ['lingyiwanwu', '01ai'],
  openEnded: true,
  dialect: { json: 'object' },
});
