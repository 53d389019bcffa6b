import { openaiFamily } from '../openai-family.ts';

export const siliconflow = openaiFamily({
  id: 'siliconflow',
  title: { en: 'SiliconFlow', zh: '硅基流动' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://api.siliconflow.cn/v1',
  catalogue: 'siliconflow',
  openEnded: true,
  dialect: { json: 'object', embeddingBatchMax: 32 },
});
