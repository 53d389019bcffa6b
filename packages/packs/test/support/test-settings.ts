import type { RegistrySettings } from '../../src/index.ts';

/** Settings that send everything to one loopback server. */
export function testSettings(url: string): RegistrySettings {
  return {
    pypi: { indexUrls: [`${url}/simple`], folders: [] },
    npm: { registryFor: () => `${url}/npm`, headersFor: () => ({}) },
    huggingFace: { endpoint: `${url}/hf`, token: null },
    modelScope: { endpoint: `${url}/ms`, token: null },
    certificateFiles: [],
  };
}
