import { openaiFamily } from '../openai-family.ts';

export const tgi = openaiFamily({
  id: 'tgi',
  title: { en: 'Hugging Face TGI', zh: 'Hugging Face TGI' },
  kinds: ['chat'],
  baseUrlExample: 'http://127.0.0.1:8080/v1',
  selfHosted: true,
  aliases: ['huggingface-hub', 'huggingface-tgi', 'text-generation-inference'],
});
