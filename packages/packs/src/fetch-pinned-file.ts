import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@outpost/contracts';
import { downloadFile } from './download/download-file.ts';
import { sha256OfFile } from './download/file-hash.ts';
import { locateFile } from './locate-file.ts';
import type { PackSource } from './pack-lock.ts';
import type { RegistrySettings } from './registries/registry-settings.ts';

export interface FetchPinnedFileOptions {
  readonly source: PackSource;
  /** Where it ends up. */
  readonly file: string;
  readonly sha256: string;
  readonly bytesMax: number;
  readonly settings: RegistrySettings;
  readonly signal: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void;
}

/** Brings one file pinned by its hash, from the registries as the machine is set up. Throws the `pack_` codes. */
export async function fetchPinnedFile(options: FetchPinnedFileOptions): Promise<void> {
  const { source, file, sha256, bytesMax, settings, signal, onProgress } = options;
  const { fetch } = globalThis;
  const location = await locateFile(source, { settings, signal, fetch });
  if ('url' in location) {
    const progress = onProgress ? { onProgress } : {};
    await downloadFile({ ...location, file, sha256, bytesMax, fetch, signal, ...progress });
    return;
  }
  const actual = await sha256OfFile(location.path);
  if (actual !== sha256)
    throw new AppError('pack_hash_mismatch', {
      details: { file: location.path, actual, expected: sha256 },
    });
  await mkdir(dirname(file), { recursive: true });
  await copyFile(location.path, file);
}
