import { openaiFamily } from '../openai-family.ts';

export const hunyuan = openaiFamily({
  id: 'hunyuan',
  title: { en: 'Tencent Hunyuan', zh: '腾讯混元' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://api.hunyuan.cloud.tencent.com/v1',
  catalogue: 'hunyuan',
  aliases: ['tencent'],
  openEnded: true,
  dialect: { json: 'none', embeddingBatchMax: 16 },
});
