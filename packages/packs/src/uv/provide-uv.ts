import { access, chmod, constants, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@outpost/contracts';
import { extractZip } from '../archives/extract-zip.ts';
import { withDirectoryLock } from '../directory-lock.ts';
import { downloadFile } from '../download/download-file.ts';
import { locateFile } from '../locate-file.ts';
import type { RegistrySettings } from '../registries/registry-settings.ts';
import pins from './uv-pins.json' with { type: 'json' };
import { sha256OfFile } from '../download/file-hash.ts';

export interface ProvideUvOptions {
  /** The packer's cache. */
  readonly directory: string;
  readonly settings: RegistrySettings;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Such as `linux-arm64`; this machine's by default. */
  readonly platform?: string;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Gives the path of the pinned `uv`, which is taken from its wheel on the package index and checked
 * by its hash: nothing has to be installed. Throws `uv_unavailable` where there is no build of it,
 * and the `pack_` codes.
 */
export async function provideUv(options: ProvideUvOptions): Promise<string> {
  const { directory, signal, platform = uvPlatform() } = options;
  const pin = pins.files.find((file) => file.platform === platform);
  if (!pin) throw new AppError('uv_unavailable', { details: { platform } });
  const folder = join(directory, 'tools', `uv-${pins.version}-${pin.sha256.slice(0, 16)}`);
  const program = join(folder, 'uv');
  if (await isProgram(program)) return program;
  return withDirectoryLock(`${folder}.lock`, signal, async () => {
    if (await isProgram(program)) return program;
    const wheel = await fetchWheel(pin, options);
    const staging = `${folder}.partial`;
    await rm(staging, { recursive: true, force: true });
    await extractZip(wheel, { directory: staging, wanted: null, signal });
    await mkdir(folder, { recursive: true });
    await chmod(join(staging, `uv-${pins.version}.data`, 'scripts', 'uv'), 0o755);
    await rename(join(staging, `uv-${pins.version}.data`, 'scripts', 'uv'), program);
    await rm(staging, { recursive: true, force: true });
    await rm(wheel, { force: true });
    return program;
  });
}

async function fetchWheel(
  pin: (typeof pins.files)[number],
  { directory, settings, fetch, signal, onProgress }: ProvideUvOptions,
): Promise<string> {
  const { filename, sha256, sizeBytes } = pin;
  const location = await locateFile(
    { type: 'pypi', project: 'uv', version: pins.version, filename },
    { settings, fetch, signal },
  );
  const file = join(directory, 'parts', filename);
  if ('url' in location) {
    await downloadFile({
      ...location,
      file,
      sha256,
      bytesMax: sizeBytes,
      fetch,
      signal,
      onProgress: (doneBytes) => onProgress?.(doneBytes, sizeBytes),
    });
    return file;
  }
  const actual = await sha256OfFile(location.path, signal);
  if (actual !== sha256)
    throw new AppError('pack_hash_mismatch', {
      details: { file: location.path, actual, expected: sha256 },
    });
  return location.path;
}

function uvPlatform(): string {
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  const isMusl = process.platform === 'linux' && !report.header?.glibcVersionRuntime;
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
