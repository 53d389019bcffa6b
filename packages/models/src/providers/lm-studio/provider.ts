import { openaiFamily } from '../openai-family.ts';

export const lmStudio = openaiFamily({
  id: 'lm-studio',
  title: { en: 'LM Studio', zh: 'LM Studio' },
  kinds: ['chat', 'embedding'],
  baseUrlExample: 'http://127.0.0.1:1234/v1',
  selfHosted: true,
  aliases: ['lmstudio'],
});
