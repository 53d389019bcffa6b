import { openaiFamily } from '../openai-family.ts';

export const modelscope = openaiFamily({
  id: 'modelscope',
  title: { en: 'ModelScope', zh: '魔搭社区' },
  kinds: ['chat'],
  baseUrl: 'https://api-inference.modelscope.cn/v1',
  catalogue: 'modelscope',
  openEnded: true,
  dialect: { json: 'object' },
});
