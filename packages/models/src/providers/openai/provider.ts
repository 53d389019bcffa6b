import { apiKeyField, openaiFamily } from '../openai-family.ts';

export const openai = openaiFamily({
  id: 'openai',
  title: { en: 'OpenAI', zh: 'OpenAI' },
  kinds: ['chat', 'embedding', 'speech-to-text', 'text-to-speech', 'moderation'],
  baseUrl: 'https://api.openai.com/v1',
  catalogue: 'openai',
  readsUrls: true,
  openEnded: true,
  credentialFields: [
    apiKeyField,
    {
      name: 'organization',
      title: { en: 'Organization', zh: '组织 ID' },
      secret: false,
      required: false,
    },
  ],
  // `max_tokens` is refused by every model since o1; the newer name is known to the old ones too.
  dialect: { tokenLimit: 'max_completion_tokens', embeddingBatchMax: 256 },
  headers: ({ api_key: key, organization }) => ({
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(organization ? { 'openai-organization': organization } : {}),
  }),
});
