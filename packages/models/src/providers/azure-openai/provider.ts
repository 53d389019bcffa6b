import { apiKeyField, openaiFamily } from '../openai-family.ts';
import type { Provider } from '../provider.ts';
import { withDialect, type DialectChanges } from '../../openai/dialect.ts';

const family = openaiFamily({
  id: 'azure-openai',
  title: { en: 'Azure OpenAI', zh: 'Azure OpenAI' },
  kinds: ['chat', 'embedding', 'speech-to-text', 'text-to-speech'],
  baseUrlExample: 'https://my-resource.openai.azure.com',
  catalogue: 'openai',
  openEnded: true,
  aliases: ['azure'],
  credentialFields: [
    apiKeyField,
    {
      name: 'api_version',
      title: { en: 'API version', zh: 'API 版本' },
      secret: false,
      required: false,
      default: 'v1',
    },
  ],
  dialect: { tokenLimit: 'max_completion_tokens', embeddingBatchMax: 256 },
  headers: ({ api_key: key }) => (key ? { 'api-key': key } : {}),
});

/**
 * Azure names a deployment where OpenAI names a model: in the body with the version `v1`, in the
 * address with the dated versions (`2024-10-21`).
 */
export const azureOpenai: Provider = {
  ...family,
  open(connection) {
    const { api_version: version = 'v1' } = connection.credentials;
    const changes = version === '' || version === 'v1' ? v1Paths : datedPaths(version);
    const baseUrl = connection.baseUrl.replace(/\/openai(\/.*)?$/, '');
    return family.open({
      ...connection,
      baseUrl,
      dialect: (model) => withDialect(connection.dialect(model), changes, { versionPath: '' }),
    });
  },
};

const v1Paths: DialectChanges = {
  paths: {
    models: '/openai/v1/models',
    chat: '/openai/v1/chat/completions',
    completions: '/openai/v1/completions',
    embeddings: '/openai/v1/embeddings',
    transcriptions: '/openai/v1/audio/transcriptions',
    speech: '/openai/v1/audio/speech',
  },
};

function datedPaths(version: string): DialectChanges {
  const path = (call: string): string =>
    `/openai/deployments/{model}/${call}?api-version=${encodeURIComponent(version)}`;
  return {
    paths: {
      models: `/openai/models?api-version=${encodeURIComponent(version)}`,
      chat: path('chat/completions'),
      completions: path('completions'),
      embeddings: path('embeddings'),
      transcriptions: path('audio/transcriptions'),
      speech: path('audio/speech'),
    },
  };
}
