import { access, constants, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, type LocalModel, type LocalRuntime } from '@outpost/contracts';
import { extractTarball } from './archives/extract-tar.ts';
import { extractZip } from './archives/extract-zip.ts';
import { entryPath } from './archives/entry-path.ts';
import { downloadFile, type DownloadLimits } from './download/download-file.ts';
import { sha256OfFile } from './download/file-hash.ts';
import { runLimited } from './download/run-limited.ts';
import { locateFile } from './locate-file.ts';
import { describeModel } from './models/describe-model.ts';
import { addToModelIndex } from './models/model-index.ts';
import type { Pack, PackFile } from './pack-lock.ts';
import type { ResolveOptions } from './registries/resolve-pypi.ts';

export interface InstallOptions extends ResolveOptions {
  readonly directory: string;
  readonly onBytes: (doneBytes: number, totalBytes: number) => void;
  readonly downloadLimits?: Partial<DownloadLimits>;
}

/** Written last into a pack's folder: a folder without it is not a pack. */
const stampName = '.outpost-pack.json';
const downloadsAtOnce = 3;

/**
 * Fetches, checks and unpacks the files of a pack into `folder` and enters what it brings in the
 * index. The folder appears under its name only when it is complete. The caller holds the
 * directory's lock.
 */
export async function installPack(
  pack: Pack,
  { files, folder }: { readonly files: readonly PackFile[]; readonly folder: string },
  options: InstallOptions,
): Promise<void> {
  const { directory, signal } = options;
  const downloads = join(directory, 'packs', '.downloads');
  const target = join(directory, folder);
  const staging = `${target}.partial`;
  await rm(staging, { recursive: true, force: true });
  const meter = createMeter(files, options.onBytes);
  await runLimited(files, downloadsAtOnce, (file) => fetchArchive(file, downloads, meter, options));
  await mkdir(staging, { recursive: true });
  for (const file of files) {
    const into = file.into === '' ? staging : entryPath(staging, file.into);
    if (into === null)
      throw new AppError('pack_lock_invalid', {
        details: { file: pack.id, reason: `the folder ${file.into} is not a safe path` },
      });
    const extract = file.source.type === 'pypi' ? extractZip : extractTarball;
    await extract(join(downloads, file.sha256), {
      directory: into,
      wanted: file.contains ?? null,
      signal,
    });
  }
  const stamp = { id: pack.id, version: pack.version, licence: pack.licence };
  await writeFile(join(staging, stampName), `${JSON.stringify(stamp, null, 2)}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(staging, target);
  await enterPack(pack, folder, directory);
  for (const { sha256 } of files) await rm(join(downloads, sha256), { force: true });
}

/** Enters a pack that lies in its folder in the index. */
export async function enterPack(pack: Pack, folder: string, directory: string): Promise<void> {
  const runtimes: LocalRuntime[] = pack.runtime
    ? [{ name: pack.runtime, directory: folder, version: pack.version }]
    : [];
  const models: LocalModel[] = [];
  for (const { name, file, tokenizerFile, contextTokens } of pack.models ?? []) {
    const path = join(directory, folder, file);
    const facts = await describeModel(path);
    models.push({
      ...facts,
      name,
      kind: pack.kind === 'embedding-model' ? 'embedding' : facts.kind,
      file: `${folder}/${file}`,
      tokenizerFile: tokenizerFile === undefined ? null : `${folder}/${tokenizerFile}`,
      sha256: await sha256OfFile(path),
      contextTokens: contextTokens ?? facts.contextTokens,
      licence: pack.licence,
      source: pack.id,
    });
  }
  await addToModelIndex(directory, { models, runtimes });
}

/** Whether the folder holds a complete pack. */
export async function isInstalled(directory: string, folder: string): Promise<boolean> {
  return access(join(directory, folder, stampName)).then(
    () => true,
    () => false,
  );
}

async function fetchArchive(
  file: PackFile,
  downloads: string,
  meter: (file: PackFile, doneBytes: number) => void,
  { signal, fetch, settings, downloadLimits }: InstallOptions,
): Promise<void> {
  const archive = join(downloads, file.sha256);
  const present = await sha256OfFile(archive, signal).catch(() => null);
  if (present === file.sha256) {
    meter(file, file.sizeBytes);
    return;
  }
  const location = await locateFile(file.source, { settings, fetch, signal });
  if ('path' in location) {
    await copyChecked(location.path, archive, file, signal);
    meter(file, file.sizeBytes);
    return;
  }
  await downloadFile({
    url: location.url,
    file: archive,
    sha256: file.sha256,
    bytesMax: file.sizeBytes,
    headers: location.headers,
    fetch,
    signal,
    onProgress: (doneBytes) => {
      meter(file, doneBytes);
    },
    ...(downloadLimits ? { limits: downloadLimits } : {}),
  });
}

async function copyChecked(
  from: string,
  archive: string,
  file: PackFile,
  signal: AbortSignal,
): Promise<void> {
  const actual = await sha256OfFile(from, signal);
  if (actual !== file.sha256)
    throw new AppError('pack_hash_mismatch', {
      details: { file: from, actual, expected: file.sha256 },
    });
  await mkdir(dirname(archive), { recursive: true });
  await copyFile(from, archive, constants.COPYFILE_FICLONE);
}

function createMeter(
  files: readonly PackFile[],
  onBytes: InstallOptions['onBytes'],
): (file: PackFile, doneBytes: number) => void {
  const done = new Map<PackFile, number>();
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (file, doneBytes) => {
    done.set(file, doneBytes);
    let sum = 0;
    for (const bytes of done.values()) sum += bytes;
    onBytes(sum, totalBytes);
  };
}
