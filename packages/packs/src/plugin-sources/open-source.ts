import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { AppError, messageOf } from '@outpost/contracts';
import { downloadFile } from '../download/download-file.ts';
import { invalidPackage } from '../plugins/package-error.ts';
import { defaultPackageLimits, type PackageLimits } from '../plugins/package-limits.ts';
import type { PluginReference } from './plugin-reference.ts';
import type { PluginSource } from './plugin-source.ts';
import { readFolderSource } from './read-folder-source.ts';
import { readPackageSource } from './read-package-source.ts';

export interface OpenSourceOptions {
  /** The packer's cache: packages that were fetched are kept there. */
  readonly directory: string;
  readonly addresses: SourceAddresses;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly limits?: Partial<PackageLimits>;
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void;
}

/** Base addresses, which a mirror can take the place of. */
export interface SourceAddresses {
  readonly marketplaceUrl: string;
  readonly githubUrl: string;
}

export const defaultAddresses: SourceAddresses = {
  marketplaceUrl: 'https://marketplace.dify.ai',
  githubUrl: 'https://github.com',
};

/**
 * Reads the plugin that a reference means; what is not on this machine is fetched once. The caller
 * closes `packaged`. Throws the `plugin_` and `pack_` codes.
 */
export async function openSource(
  reference: PluginReference,
  options: OpenSourceOptions,
): Promise<PluginSource> {
  const { limits = {} } = options;
  if (reference.type === 'local') {
    const { path } = reference;
    const stats = await stat(path).catch((error: unknown) => {
      const reason = messageOf(error);
      throw invalidPackage(path, { en: reason, zh: `无法读取（${reason}）` }, error);
    });
    return stats.isDirectory()
      ? readFolderSource(path)
      : readPackageSource(path, { address: basename(path), limits });
  }
  const url = addressOf(reference, options.addresses);
  const file = await fetchPackage(url, { ...options, keep: reference.type !== 'url' });
  const source = await readPackageSource(file, { address: withoutLogin(url), limits }).catch(
    async (error: unknown) => {
      // What cannot be read now could not be read the next time, either.
      await rm(file, { force: true });
      throw error;
    },
  );
  try {
    checkIdentity(reference, source, file);
    return source;
  } catch (error) {
    await source.packaged?.[Symbol.asyncDispose]();
    await rm(file, { force: true });
    throw error;
  }
}

/** The address of a reference that is not a local one. */
function addressOf(
  reference: Exclude<PluginReference, { type: 'local' }>,
  { marketplaceUrl, githubUrl }: SourceAddresses,
): string {
  switch (reference.type) {
    case 'market': {
      const { author, name, version } = reference;
      return `${withoutSlash(marketplaceUrl)}/api/v1/plugins/${author}/${name}/${version}/download`;
    }
    case 'github': {
      const { repository, release, asset } = reference;
      return `${withoutSlash(githubUrl)}/${repository}/releases/download/${encodeURIComponent(release)}/${encodeURIComponent(asset)}`;
    }
    case 'url':
      return reference.url;
    default: {
      const unknown: never = reference;
      return unknown;
    }
  }
}

async function fetchPackage(
  url: string,
  {
    keep,
    directory,
    fetch,
    signal,
    limits,
    onProgress,
  }: OpenSourceOptions & {
    /** A release never changes; what another address serves may. */
    readonly keep: boolean;
  },
): Promise<string> {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 32);
  const file = join(directory, 'sources', `${key}.difypkg`);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere && keep) return file;
  await mkdir(join(directory, 'sources'), { recursive: true });
  const partial = `${file}.fetched`;
  await downloadFile({
    url,
    file: partial,
    sha256: null,
    bytesMax: limits?.packageBytesMax ?? defaultPackageLimits.packageBytesMax,
    fetch,
    signal,
    ...(onProgress ? { onProgress } : {}),
  });
  await refusePage(partial, url);
  await rename(partial, file);
  return file;
}

/** An error page that came with status 200 would only fail later, as a broken zip. */
async function refusePage(file: string, url: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    if (head.toString('latin1') === 'PK\u0003\u0004') return;
  } finally {
    await handle.close();
  }
  await rm(file, { force: true });
  throw invalidPackage(new URL(url).pathname, {
    en: `${URL.parse(url)?.host ?? 'the address'} answered with a page, not with a package`,
    zh: `${URL.parse(url)?.host ?? '该地址'} 返回的是网页，而不是插件包`,
  });
}

/** A marketplace that serves another plugin than asked for is not believed. */
function checkIdentity(reference: PluginReference, source: PluginSource, file: string): void {
  if (reference.type !== 'market') return;
  const { author, name, version } = source.manifest;
  const asked = `${reference.author}/${reference.name} ${reference.version}`;
  const got = `${author}/${name} ${version}`;
  if (asked !== got)
    throw invalidPackage(file, {
      en: `it is ${got}, not ${asked}`,
      zh: `它是 ${got}，而不是 ${asked}`,
    });
  if (reference.checksum !== null && source.upstream?.checksum !== reference.checksum)
    throw new AppError('pack_hash_mismatch', {
      details: {
        file: asked,
        actual: source.upstream?.checksum ?? 'unknown',
        expected: reference.checksum,
      },
    });
}

function withoutLogin(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
