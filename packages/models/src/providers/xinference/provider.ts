import { openaiFamily } from '../openai-family.ts';

export const xinference = openaiFamily({
  id: 'xinference',
  title: { en: 'Xinference', zh: 'Xinference' },
  kinds: ['chat', 'embedding', 'rerank', 'speech-to-text', 'text-to-speech'],
  baseUrlExample: 'http://127.0.0.1:9997/v1',
  selfHosted: true,
});
