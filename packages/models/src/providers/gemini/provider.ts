import type { Provider } from '../provider.ts';
import { vendorManifest } from '../vendor.ts';

export const gemini: Provider = {
  manifest: vendorManifest({
    id: 'gemini',
    title: { en: 'Google Gemini', zh: 'Google Gemini' },
    kinds: ['chat', 'embedding'],
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    catalogue: 'gemini',
    aliases: ['google', 'google-gemini', 'vertex-ai'],
  }),
  embeddingBatchMax: 100,
  async open(connection) {
    const { createGeminiClient } = await import('./gemini-client.ts');
    return createGeminiClient(connection);
  },
};
