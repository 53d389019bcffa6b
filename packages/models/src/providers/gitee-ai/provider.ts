import { openaiFamily } from '../openai-family.ts';

export const giteeAi = openaiFamily({
  id: 'gitee-ai',
  title: { en: 'Gitee AI', zh: '模力方舟' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://ai.gitee.com/v1',
  catalogue: 'gitee_ai',
  openEnded: true,
  dialect: { json: 'object' },
});
