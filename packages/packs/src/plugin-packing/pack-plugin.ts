import { join } from 'node:path';
import { AppError } from '@outpost/contracts';
import type { DownloadLimits } from '../download/download-file.ts';
import type { PackageLimits } from '../plugins/package-limits.ts';
import type { Words } from '../plugins/package-error.ts';
import { openSource, type SourceAddresses } from '../plugin-sources/open-source.ts';
import type { PluginReference } from '../plugin-sources/plugin-reference.ts';
import type { PluginSource } from '../plugin-sources/plugin-source.ts';
import type { Environment, RegistrySettings } from '../registries/registry-settings.ts';
import { difyPublicKey } from '../signing/dify-key.ts';
import { parseSignature } from '../signing/package-signature.ts';
import type { PublicKey, SigningKey } from '../signing/signing-key.ts';
import type { Target } from '../wheels/target.ts';
import { targetName } from '../wheels/target.ts';
import { buildPackage, type BuiltPackage } from './build-package.ts';
import { checkBuilt } from './check-built.ts';
import { chooseDependencyForm } from './dependency-form.ts';
import { IndexClient } from './index-client.ts';
import type { PackingContext } from './packing-context.ts';
import { prepareTargets, type PreparedTarget } from './prepare-targets.ts';
import { judgeUpstream, type UpstreamSignature } from './provenance.ts';
import type { TargetVerdict } from './verdict.ts';
import { WheelCache } from './wheel-cache.ts';

export interface PackPluginOptions {
  readonly reference: PluginReference;
  readonly targets: readonly Target[];
  /** The shared cache; see `WheelCache`. */
  readonly cacheDirectory: string;
  /** Where packages are written. Null asks for the verdict alone. */
  readonly outputDirectory: string | null;
  /** Ends the names of written packages: `…-offline.difypkg`. */
  readonly suffix: string;
  /** A package for each target instead of one for all. */
  readonly isSeparate: boolean;
  /** Versions without a wheel give way to the nearest that have one. */
  readonly isRelaxed: boolean;
  /** Wheels in the package are left aside and all are taken from the index. */
  readonly isRefetched: boolean;
  readonly preReleases: boolean;
  readonly excludeNewer: string | null;
  /** Folders with wheels that come before the index. */
  readonly wheelFolders: readonly string[];
  readonly key: SigningKey | null;
  /** Keys that upstream may have signed with, besides Dify's. */
  readonly upstreamKeys: readonly PublicKey[];
  readonly settings: RegistrySettings;
  readonly environment: Environment;
  readonly addresses: SourceAddresses;
  readonly tool: { readonly name: string; readonly version: string };
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PackingProgress) => void;
  readonly fetch?: typeof globalThis.fetch;
  readonly limits?: Partial<PackageLimits>;
  readonly downloadLimits?: Partial<DownloadLimits>;
}

export type PackingProgress =
  | { readonly type: 'source'; readonly doneBytes: number; readonly totalBytes: number | null }
  | { readonly type: 'resolve'; readonly target: Target }
  | { readonly type: 'wheels'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly type: 'write' };

export interface PackOutcome {
  readonly plugin: { readonly author: string; readonly name: string; readonly version: string };
  readonly source: PluginSource;
  readonly dependenciesFrom: string;
  readonly upstreamSignature: UpstreamSignature;
  readonly verdicts: readonly TargetVerdict[];
  readonly notes: readonly Words[];
  /** Empty when a verdict is a refusal, or only the verdict was asked for. */
  readonly packages: readonly BuiltPackage[];
  /** What the packages were made of; empty like `packages`. */
  readonly prepared: readonly PreparedTarget[];
}

/**
 * Packs a plugin with everything it needs for the targets, so that it installs without a network.
 * Nothing is written unless every target is accepted. Throws the `plugin_`, `pack_` and `uv_` codes;
 * a refusal is no error but a verdict.
 */
export async function packPlugin(options: PackPluginOptions): Promise<PackOutcome> {
  const { reference, targets, signal, onProgress } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const source = await openSource(reference, {
    directory: options.cacheDirectory,
    addresses: options.addresses,
    fetch,
    signal,
    ...(options.limits ? { limits: options.limits } : {}),
    onProgress: (doneBytes, totalBytes) => onProgress?.({ type: 'source', doneBytes, totalBytes }),
  });
  try {
    return await packSource(source, { ...options, targets: distinct(targets), fetch });
  } finally {
    await source.packaged?.[Symbol.asyncDispose]();
  }
}

async function packSource(
  source: PluginSource,
  options: PackPluginOptions & { readonly fetch: typeof globalThis.fetch },
): Promise<PackOutcome> {
  const context = contextFrom(options);
  const form = chooseDependencyForm(source.dependencies);
  const { prepared, isComplete } = await prepareTargets(source, form, options, context);
  const verdicts = prepared.map(({ verdict }) => verdict);
  const { author, name, version } = source.manifest;
  const upstreamSignature = judgeUpstream(source.upstream, [
    difyPublicKey(),
    ...options.upstreamKeys,
  ]);
  const outcome = {
    plugin: { author, name, version },
    source,
    dependenciesFrom: formName(form.type),
    upstreamSignature,
    verdicts,
    notes: [...source.notes, ...form.notes],
  };
  const isAccepted = isComplete && verdicts.every((verdict) => verdict.isAccepted);
  if (!isAccepted || options.outputDirectory === null)
    return { ...outcome, packages: [], prepared: [] };
  options.onProgress?.({ type: 'write' });
  const groups = options.isSeparate ? prepared.map((one) => [one]) : [prepared];
  const packages: BuiltPackage[] = [];
  for (const group of groups) {
    const part = options.isSeparate ? `-${targetName(group[0]?.verdict.target ?? absent())}` : '';
    const file = `${author}-${name}_${version}-${options.suffix}${part}.difypkg`;
    packages.push(
      await buildPackage({
        file: join(options.outputDirectory, file),
        source,
        targets: group.map(({ verdict: { target }, wheels }) => ({ target, wheels })),
        provenance: {
          tool: options.tool,
          source: source.address,
          dependenciesFrom: outcome.dependenciesFrom,
          targets: group.map(({ verdict }) => verdict),
          upstream: source.upstream,
          upstreamSignature,
        },
        cache: context.cache,
        key: options.key,
        time: timeOf(source, options.environment),
        tool: options.tool,
        check: (written) => checkBuilt(written, group, { cache: context.cache, key: options.key }),
      }),
    );
  }
  return { ...outcome, packages, prepared };
}

function contextFrom(
  options: PackPluginOptions & { readonly fetch: typeof globalThis.fetch },
): PackingContext {
  const { cacheDirectory, settings, wheelFolders, preReleases, excludeNewer, environment } =
    options;
  const { fetch, signal, downloadLimits } = options;
  return {
    directory: cacheDirectory,
    cache: new WheelCache(cacheDirectory),
    index: new IndexClient({ settings, fetch, signal, folders: wheelFolders }),
    settings,
    folders: wheelFolders,
    preReleases,
    excludeNewer,
    environment,
    fetch,
    signal,
    ...(downloadLimits ? { downloadLimits } : {}),
  };
}

/** `SOURCE_DATE_EPOCH`, else when upstream signed, else when the plugin was made: never now, so that a repeat is the same. */
function timeOf({ upstream, manifest }: PluginSource, environment: Environment): number {
  const asked = Number(environment['SOURCE_DATE_EPOCH']);
  if (environment['SOURCE_DATE_EPOCH'] && Number.isSafeInteger(asked) && asked >= 0) return asked;
  const signed = upstream ? parseSignature(upstream.comment)?.time : undefined;
  if (signed !== undefined) return signed;
  const made = Date.parse(manifest.created_at);
  return Number.isNaN(made) ? 0 : Math.floor(made / 1000);
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [targetName(target), target])).values()];
}

function formName(type: 'lock' | 'requirements' | 'project' | 'none'): string {
  return {
    lock: 'uv.lock',
    requirements: 'requirements.txt',
    project: 'pyproject.toml',
    none: 'none',
  }[type];
}

function absent(): never {
  throw new AppError('plugin_target_invalid', { details: { target: '' } });
}
