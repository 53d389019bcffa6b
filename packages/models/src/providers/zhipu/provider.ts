import { openaiFamily } from '../openai-family.ts';
import { thinkingAsObject } from '../thinking-switch.ts';

export const zhipu = openaiFamily({
  id: 'zhipu',
  title: { en: 'Zhipu AI (BigModel)', zh: '智谱 AI' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
  catalogue: 'zhipuai',
  readsUrls: true,
  openEnded: true,
  aliases: ['zhipuai', 'chatglm', 'bigmodel'],
  // Only `auto` is known as a tool choice.
  dialect: { json: 'object', toolsRequired: 'auto', embeddingBatchMax: 64 },
  shapeBody: thinkingAsObject,
});
