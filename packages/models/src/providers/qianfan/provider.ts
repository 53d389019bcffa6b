import { openaiFamily } from '../openai-family.ts';

export const qianfan = openaiFamily({
  id: 'qianfan',
  title: { en: 'Baidu Qianfan', zh: '百度千帆' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrl: 'https://qianfan.baidubce.com/v2',
  catalogue: 'wenxin',
  openEnded: true,
  aliases: ['wenxin', 'ernie'],
  dialect: { json: 'object', embeddingBatchMax: 16 },
});
