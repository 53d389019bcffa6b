import { join } from 'node:path';
import {
  defaultTargets,
  packPlugin,
  parsePluginReference,
  type PackOutcome,
  type PackPluginOptions,
} from '../../src/index.ts';
import { testSettings } from './test-settings.ts';

/** Packs with everything from one loopback server; cache and output lie in the directory. */
export async function packWith(
  words: readonly string[],
  {
    url,
    directory,
    ...more
  }: { readonly url: string; readonly directory: string } & Partial<PackPluginOptions>,
): Promise<PackOutcome> {
  return packPlugin({
    reference: parsePluginReference(words),
    targets: defaultTargets,
    cacheDirectory: join(directory, 'cache'),
    outputDirectory: join(directory, 'out'),
    suffix: 'offline',
    isSeparate: false,
    isRelaxed: false,
    isRefetched: false,
    preReleases: false,
    excludeNewer: null,
    wheelFolders: [],
    key: null,
    upstreamKeys: [],
    settings: testSettings(url),
    environment: {},
    addresses: { marketplaceUrl: `${url}/market`, githubUrl: `${url}/github` },
    tool: { name: 'Outpost', version: '0.0.0' },
    signal: new AbortController().signal,
    downloadLimits: { retryDelayMs: 1, attemptsMax: 2 },
    ...more,
  });
}
