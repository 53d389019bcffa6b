import { openaiFamily } from '../openai-family.ts';

export const stepfun = openaiFamily({
  id: 'stepfun',
  title: { en: 'StepFun', zh: '阶跃星辰' },
  kinds: ['chat', 'speech-to-text', 'text-to-speech'],
  baseUrl: 'https://api.stepfun.com/v1',
  catalogue: 'stepfun',
  openEnded: true,
  dialect: { json: 'object' },
});
