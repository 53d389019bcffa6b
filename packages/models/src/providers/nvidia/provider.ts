import { openaiFamily } from '../openai-family.ts';

export const nvidia = openaiFamily({
  id: 'nvidia',
  title: { en: 'NVIDIA API Catalog', zh: 'NVIDIA API 目录' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  catalogue: 'nvidia',
  openEnded: true,
});
