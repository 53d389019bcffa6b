import type { Provider } from '../provider.ts';
import { vendorManifest } from '../vendor.ts';

export const anthropic: Provider = {
  manifest: vendorManifest({
    id: 'anthropic',
    title: { en: 'Anthropic', zh: 'Anthropic' },
    kinds: ['chat'],
    baseUrl: 'https://api.anthropic.com/v1',
    catalogue: 'anthropic',
    readsUrls: true,
    aliases: ['claude'],
  }),
  async open(connection) {
    const { createAnthropicClient } = await import('./anthropic-client.ts');
    return createAnthropicClient(connection);
  },
};
