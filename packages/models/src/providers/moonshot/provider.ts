import { openaiFamily } from '../openai-family.ts';

export const moonshot = openaiFamily({
  id: 'moonshot',
  title: { en: 'Moonshot AI (Kimi)', zh: '月之暗面（Kimi）' },
  kinds: ['chat'],
  baseUrl: 'https://api.moonshot.cn/v1',
  catalogue: 'moonshot',
  aliases: ['kimi'],
  openEnded: true,
  dialect: { json: 'object', toolsRequired: 'auto', reasoningField: 'reasoning_content' },
});
