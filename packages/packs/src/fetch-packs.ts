import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@outpost/contracts';
import { withDirectoryLock } from './directory-lock.ts';
import type { DownloadLimits } from './download/download-file.ts';
import { enterPack, installPack, isInstalled } from './install-pack.ts';
import { readModelIndex } from './models/model-index.ts';
import {
  filesFor,
  packFolder,
  platformName,
  type Pack,
  type PackFile,
  type PackLock,
} from './pack-lock.ts';
import type { RegistrySettings } from './registries/registry-settings.ts';

export type PackProgress =
  | { readonly type: 'pack-start'; readonly pack: Pack; readonly totalBytes: number }
  | {
      readonly type: 'pack-progress';
      readonly pack: Pack;
      readonly doneBytes: number;
      readonly totalBytes: number;
    }
  | { readonly type: 'pack-end'; readonly result: PackResult };

export interface PackResult {
  readonly pack: Pack;
  readonly outcome: 'present' | 'installed' | 'skipped';
  /** Where the pack lies; null when skipped. */
  readonly directory: string | null;
  /** Why it was skipped. */
  readonly error: AppError | null;
}

export interface FetchPacksOptions {
  readonly lock: PackLock;
  /** Holds `packs/` and `models/`. */
  readonly directory: string;
  readonly settings: RegistrySettings;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PackProgress) => void;
  /** Such as `linux-arm64`: the platform the packs are for. This machine's by default. */
  readonly platform?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly downloadLimits?: Partial<DownloadLimits>;
}

/**
 * Installs the packs of a list that are not there yet, each checked against its hashes. When all
 * are there, nothing is read but their stamps and no connection is made. A pack that cannot be had
 * is skipped with its error in the result; only an abort and faults of the disk are thrown.
 */
export async function fetchPacks(options: FetchPacksOptions): Promise<readonly PackResult[]> {
  const { lock, directory, platform = platformName(), signal } = options;
  const wanted = lock.packs.map((pack) => {
    const files = filesFor(pack, platform);
    return { pack, files, folder: files && packFolder(pack, files) };
  });
  const before = await Promise.all(wanted.map((want) => isReady(directory, want)));
  if (before.every(Boolean))
    return wanted.map(({ pack, folder }) => present(pack, directory, folder));
  await mkdir(join(directory, 'models'), { recursive: true });
  return withDirectoryLock(join(directory, 'models', '.lock'), signal, async () => {
    const results: PackResult[] = [];
    for (const { pack, files, folder } of wanted) {
      const result = await fetchOne(pack, { files, folder, platform }, options);
      results.push(result);
      options.onProgress?.({ type: 'pack-end', result });
    }
    await removeEmptyDownloads(directory);
    return results;
  });
}

/** The models and runtimes of a pack are in the index and its folder is complete. */
async function isReady(
  directory: string,
  { pack, folder }: { readonly pack: Pack; readonly folder: string | null },
): Promise<boolean> {
  if (folder === null || !(await isInstalled(directory, folder))) return false;
  const index = await readModelIndex(directory);
  return (
    (pack.models ?? []).every(({ name, file }) =>
      index.models.some((model) => model.name === name && model.file === `${folder}/${file}`),
    ) &&
    (pack.runtime === undefined ||
      index.runtimes.some(
        (runtime) => runtime.name === pack.runtime && runtime.directory === folder,
      ))
  );
}

async function fetchOne(
  pack: Pack,
  {
    files,
    folder,
    platform,
  }: {
    readonly files: readonly PackFile[] | null;
    readonly folder: string | null;
    readonly platform: string;
  },
  options: FetchPacksOptions,
): Promise<PackResult> {
  const { directory, settings, signal, onProgress, downloadLimits } = options;
  if (files === null || folder === null)
    return skipped(
      pack,
      new AppError('pack_not_found', {
        details: { source: `The pack ${pack.id}`, thing: `build for ${platform}` },
      }),
    );
  if (await isReady(directory, { pack, folder })) return present(pack, directory, folder);
  if (await isInstalled(directory, folder)) {
    await enterPack(pack, folder, directory);
    return present(pack, directory, folder);
  }
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  onProgress?.({ type: 'pack-start', pack, totalBytes });
  try {
    await installPack(
      pack,
      { files, folder },
      {
        directory,
        settings,
        signal,
        fetch: options.fetch ?? globalThis.fetch,
        onBytes: (doneBytes) => {
          onProgress?.({ type: 'pack-progress', pack, doneBytes, totalBytes });
        },
        ...(downloadLimits ? { downloadLimits } : {}),
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return skipped(pack, error);
    throw error;
  }
  return { pack, outcome: 'installed', directory: join(directory, folder), error: null };
}

function present(pack: Pack, directory: string, folder: string | null): PackResult {
  return {
    pack,
    outcome: 'present',
    directory: folder === null ? null : join(directory, folder),
    error: null,
  };
}

function skipped(pack: Pack, error: AppError): PackResult {
  return { pack, outcome: 'skipped', directory: null, error };
}

/** Parts of interrupted downloads stay for the next time; an empty folder need not. */
async function removeEmptyDownloads(directory: string): Promise<void> {
  const downloads = join(directory, 'packs', '.downloads');
  const names = await readdir(downloads).catch((): string[] => []);
  if (names.length === 0) await rm(downloads, { recursive: true, force: true });
}
