import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '@outpost/contracts';
import { entryPath } from '../archives/entry-path.ts';
import { runLimited } from '../download/run-limited.ts';
import { unpackWheel } from '../wheels/unpack-wheel.ts';
import type { PluginPackage } from './open-package.ts';
import { invalidPackage } from './package-error.ts';
import type { PackagePlan } from './plan-package.ts';

export interface UnpackOptions {
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Bytes on disk so far, and of how many. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Unpacks the wheels of a plan into a directory that Python can use as `site-packages`: no pip, no
 * network, nothing is run. The directory must be new. Wheels are unpacked in the plan's order, so the
 * same plan gives the same directory. Throws `pack_archive_invalid`, `pack_too_large`,
 * `plugin_target_unfit` when the plan has problems.
 */
export async function unpackWheels(
  pluginPackage: PluginPackage,
  plan: PackagePlan,
  {
    directory,
    signal,
    onProgress,
    wheelBytesMax = 8 * 2 ** 30,
  }: UnpackOptions & {
    /** All wheels together, unpacked. */
    readonly wheelBytesMax?: number;
  },
): Promise<void> {
  requireFit(pluginPackage, plan);
  await mkdir(directory, { recursive: true });
  const totalBytes = plan.wheels.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  let doneBytes = 0;
  let unpacked = 0;
  for (const { path, name } of plan.wheels) {
    signal.throwIfAborted();
    unpacked += await unpackWheel(await pluginPackage.source(path), {
      directory,
      filename: name.filename,
      limits: { unpackedBytesMax: wheelBytesMax - unpacked, filesMax: 100_000 },
      signal,
      onBytes: (bytes) => {
        doneBytes += bytes;
        onProgress?.(doneBytes, totalBytes);
      },
    });
  }
}

/** Unpacks the plugin's own files, without its wheels, into a new directory. */
export async function unpackPluginFiles(
  pluginPackage: PluginPackage,
  { directory, signal, onProgress }: UnpackOptions,
): Promise<void> {
  const files = pluginPackage.entries.filter(({ name }) => !isWheel(name));
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  await runLimited(files, filesAtOnce, async ({ name, sizeBytes }) => {
    signal.throwIfAborted();
    const path = entryPath(directory, name);
    if (path === null)
      throw invalidPackage(pluginPackage.file, {
        en: `${name} is not a safe path`,
        zh: `${name} 不是安全路径`,
      });
    await mkdir(dirname(path), { recursive: true });
    await writeEntryFile(pluginPackage, { name, sizeBytes }, path);
    doneBytes += sizeBytes;
    onProgress?.(doneBytes, totalBytes);
  });
}

async function writeEntryFile(
  pluginPackage: PluginPackage,
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
  path: string,
): Promise<void> {
  if (sizeBytes <= atOnceBytesMax) {
    const content = await pluginPackage.read(name, atOnceBytesMax);
    await writeFile(path, content ?? Buffer.alloc(0), { flag: 'wx', mode: 0o644 });
    return;
  }
  const output = await open(path, 'wx', 0o644);
  try {
    for await (const piece of pluginPackage.stream(name)) await output.writeFile(piece);
  } finally {
    await output.close();
  }
}

function requireFit({ file, manifest }: PluginPackage, plan: PackagePlan): void {
  const [problem] = plan.problems;
  if (problem)
    throw new AppError('plugin_target_unfit', {
      details: {
        plugin: `${manifest.author}/${manifest.name} ${manifest.version} (${basename(file)})`,
        reason: problem.words,
      },
    });
}

function isWheel(name: string): boolean {
  return /^wheels\/[^/]+\.whl$/.test(name);
}

const filesAtOnce = 8;
const atOnceBytesMax = 16 * 2 ** 20;
