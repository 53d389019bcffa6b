import type { Provider } from '../provider.ts';
import { vendorManifest } from '../vendor.ts';

export const cohere: Provider = {
  manifest: vendorManifest({
    id: 'cohere',
    title: { en: 'Cohere', zh: 'Cohere' },
    kinds: ['chat', 'embedding', 'rerank'],
    baseUrl: 'https://api.cohere.com/v2',
    catalogue: 'cohere',
  }),
  embeddingBatchMax: 96,
  async open(connection) {
    const { createCohereClient } = await import('./cohere-client.ts');
    return createCohereClient(connection);
  },
};
