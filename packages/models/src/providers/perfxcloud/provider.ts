import { openaiFamily } from '../openai-family.ts';

export const perfxcloud = openaiFamily({
  id: 'perfxcloud',
  title: { en: 'PerfXCloud', zh: 'PerfXCloud' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://cloud.perfxlab.cn/v1',
  catalogue: 'perfxcloud',
  openEnded: true,
  dialect: { json: 'object' },
});
