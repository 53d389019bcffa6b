import { openaiFamily } from '../openai-family.ts';

export const newApi = openaiFamily({
  id: 'new-api',
  title: { en: 'One API / New API', zh: 'One API / New API' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech', 'moderation'],
  baseUrlExample: 'http://127.0.0.1:3000/v1',
  selfHosted: true,
  aliases: ['newapi', 'one-api', 'oneapi'],
});
