import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  defaultAddresses,
  defaultTargets,
  parseTarget,
  prepareNetwork,
  readPublicKey,
  readRegistrySettings,
  readSigningKey,
  type PackPluginOptions,
  type Target,
} from '@outpost/packs';
import { productVersion } from './version.ts';

/** Flags of every command that packs plugins. */
export const packOptions = {
  target: { type: 'string', short: 't', multiple: true },
  // The names that the well-known script has for some of these.
  platform: { type: 'string', short: 'p', multiple: true },
  suffix: { type: 'string', short: 's', default: 'offline' },
  prereleases: { type: 'boolean', short: 'R' },
  python: { type: 'string' },
  output: { type: 'string', short: 'o', default: '.' },
  relax: { type: 'boolean' },
  separate: { type: 'boolean' },
  refetch: { type: 'boolean' },
  wheels: { type: 'string', multiple: true },
  sign: { type: 'string' },
  'upstream-key': { type: 'string', multiple: true },
  'exclude-newer': { type: 'string' },
  'index-url': { type: 'string', multiple: true },
  'marketplace-url': { type: 'string' },
  'github-url': { type: 'string' },
  cache: { type: 'string' },
  check: { type: 'boolean' },
  verbose: { type: 'boolean', short: 'v' },
  json: { type: 'boolean' },
} as const;

interface PackValues {
  readonly target?: string[] | undefined;
  readonly platform?: string[] | undefined;
  readonly suffix: string;
  readonly prereleases?: boolean | undefined;
  readonly python?: string | undefined;
  readonly output: string;
  readonly relax?: boolean | undefined;
  readonly separate?: boolean | undefined;
  readonly refetch?: boolean | undefined;
  readonly wheels?: string[] | undefined;
  readonly sign?: string | undefined;
  readonly 'upstream-key'?: string[] | undefined;
  readonly 'exclude-newer'?: string | undefined;
  readonly 'index-url'?: string[] | undefined;
  readonly 'marketplace-url'?: string | undefined;
  readonly 'github-url'?: string | undefined;
  readonly cache?: string | undefined;
  readonly check?: boolean | undefined;
}

/** The targets that were asked for, or both common ones. */
export function targetsFrom({
  target = [],
  platform = [],
  python,
}: Pick<PackValues, 'target' | 'platform' | 'python'>): readonly Target[] {
  const named = [...target, ...platform].flatMap((text) => text.split(',')).filter(Boolean);
  const options = python === undefined ? {} : { python };
  if (named.length > 0) return named.map((text) => parseTarget(text, options));
  return python === undefined
    ? defaultTargets
    : defaultTargets.map(({ architecture }) => parseTarget(architecture, options));
}

/** Everything the packer needs but the plugin itself; prepares this process for the network. */
export async function packerFrom(
  values: PackValues,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Omit<PackPluginOptions, 'reference'>> {
  const settings = readRegistrySettings(environment);
  prepareNetwork(settings, environment);
  const indexUrls = values['index-url']?.map((url) => url.replace(/\/+$/, ''));
  return {
    targets: targetsFrom(values),
    cacheDirectory: resolve(
      values.cache ?? environment['OUTPOST_CACHE'] ?? defaultCache(environment),
    ),
    outputDirectory: values.check ? null : resolve(values.output),
    suffix: values.suffix.replace(/[^\w.-]+/g, '-') || 'offline',
    isSeparate: values.separate ?? false,
    isRelaxed: values.relax ?? false,
    isRefetched: values.refetch ?? false,
    preReleases: values.prereleases ?? false,
    excludeNewer: values['exclude-newer'] ?? null,
    wheelFolders: (values.wheels ?? []).map((folder) => resolve(folder)),
    key: values.sign === undefined ? null : await readSigningKey(values.sign),
    upstreamKeys: await Promise.all((values['upstream-key'] ?? []).map(readPublicKey)),
    settings: indexUrls ? { ...settings, pypi: { ...settings.pypi, indexUrls } } : settings,
    environment,
    addresses: {
      marketplaceUrl:
        values['marketplace-url'] ??
        environment['OUTPOST_MARKETPLACE_URL'] ??
        defaultAddresses.marketplaceUrl,
      githubUrl:
        values['github-url'] ?? environment['OUTPOST_GITHUB_URL'] ?? defaultAddresses.githubUrl,
    },
    tool: { name: 'Outpost', version: productVersion() },
    signal,
  };
}

function defaultCache(environment: NodeJS.ProcessEnv): string {
  const home = environment['HOME'] ?? homedir();
  return join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'outpost');
}
