import { openaiFamily } from '../openai-family.ts';

export const mindie = openaiFamily({
  id: 'mindie',
  title: { en: 'Huawei MindIE', zh: '昇腾 MindIE' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrlExample: 'http://127.0.0.1:1025/v1',
  selfHosted: true,
  // Answers 422 to an empty content, which agents send with every tool call.
  dialect: { emptyContent: 'space', json: 'none', toolsRequired: 'auto' },
});
