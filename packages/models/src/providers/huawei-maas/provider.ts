import { openaiFamily } from '../openai-family.ts';

export const huaweiMaas = openaiFamily({
  id: 'huawei-maas',
  title: { en: 'Huawei Cloud MaaS', zh: '华为云 MaaS' },
  kinds: ['chat', 'embedding', 'rerank'],
  baseUrl: 'https://api.modelarts-maas.com/v1',
  catalogue: 'huaweicloud_maas',
  openEnded: true,
  aliases: ['huaweicloud-maas'],
  dialect: { json: 'object' },
});
