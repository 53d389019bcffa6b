import type { Provider } from '../provider.ts';
import { vendorManifest } from '../vendor.ts';

export const bedrock: Provider = {
  manifest: vendorManifest({
    id: 'bedrock',
    title: { en: 'Amazon Bedrock', zh: 'Amazon Bedrock' },
    kinds: ['chat', 'embedding', 'rerank'],
    credentialFields: [
      {
        name: 'region',
        title: { en: 'Region', zh: '区域' },
        secret: false,
        required: true,
        default: 'us-east-1',
      },
      {
        name: 'access_key_id',
        title: { en: 'Access key ID', zh: '访问密钥 ID' },
        secret: true,
        required: false,
      },
      {
        name: 'secret_access_key',
        title: { en: 'Secret access key', zh: '访问密钥' },
        secret: true,
        required: false,
      },
      {
        name: 'session_token',
        title: { en: 'Session token', zh: '会话令牌' },
        secret: true,
        required: false,
      },
      {
        name: 'api_key',
        title: {
          en: 'Bedrock API key, instead of the access key',
          zh: 'Bedrock API 密钥（可代替访问密钥）',
        },
        secret: true,
        required: false,
      },
    ],
    baseUrl: 'https://bedrock-runtime.{region}.amazonaws.com',
    catalogue: 'bedrock',
    aliases: ['aws-bedrock', 'amazon-bedrock'],
  }),
  // One text a call is all that Titan and Nova take.
  embeddingBatchMax: 1,
  async open(connection) {
    const { createBedrockClient } = await import('./bedrock-client.ts');
    return createBedrockClient(connection);
  },
};
