import { openaiFamily } from '../openai-family.ts';

export const deepseek = openaiFamily({
  id: 'deepseek',
  title: { en: 'DeepSeek', zh: '深度求索' },
  kinds: ['chat'],
  baseUrl: 'https://api.deepseek.com/v1',
  catalogue: 'deepseek',
  openEnded: true,
  // Thinking models expect their thinking back while they use tools.
  dialect: { json: 'object', reasoningField: 'reasoning_content' },
});
