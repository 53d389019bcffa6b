import { openaiFamily } from '../openai-family.ts';
import { thinkingAsObject } from '../thinking-switch.ts';

/** Volcengine Ark: models go by their names or by the ids of endpoints (`ep-…`). */
export const ark = openaiFamily({
  id: 'ark',
  title: { en: 'Volcengine Ark', zh: '火山方舟' },
  kinds: ['chat', 'embedding'],
  baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
  catalogue: 'volcengine',
  readsUrls: true,
  openEnded: true,
  aliases: ['volcengine', 'volcengine-maas', 'doubao', 'byteplus'],
  dialect: { json: 'object', toolsRequired: 'auto' },
  shapeBody: thinkingAsObject,
});
