import { openaiFamily } from '../openai-family.ts';
import { dashscopeCalls } from './dashscope-calls.ts';

/** Alibaba Cloud Model Studio. The international site is `https://dashscope-intl.aliyuncs.com/compatible-mode/v1`. */
export const dashscope = openaiFamily({
  id: 'dashscope',
  title: { en: 'Qwen (Alibaba DashScope)', zh: '通义千问（阿里云百炼）' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  catalogue: 'tongyi',
  readsUrls: true,
  openEnded: true,
  aliases: ['tongyi', 'qwen', 'aliyun', 'bailian'],
  dialect: { json: 'object', toolsRequired: 'auto', embeddingBatchMax: 10 },
  voices: [
    { id: 'Cherry', name: '芊悦' },
    { id: 'Serena', name: '苏瑶' },
    { id: 'Ethan', name: '晨煦' },
    { id: 'Chelsie', name: '千雪' },
  ],
  extend: dashscopeCalls,
});
