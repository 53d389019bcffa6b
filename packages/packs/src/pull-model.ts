import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type LocalModel } from '@outpost/contracts';
import { withDirectoryLock } from './directory-lock.ts';
import type { DownloadLimits } from './download/download-file.ts';
import { sha256OfFile } from './download/file-hash.ts';
import { fetchPacks } from './fetch-packs.ts';
import { describeModel } from './models/describe-model.ts';
import { addToModelIndex, readModelIndex, writeModelIndex } from './models/model-index.ts';
import { parseModelReference } from './models/model-reference.ts';
import { obtainFiles } from './models/obtain-files.ts';
import type { PackLock } from './pack-lock.ts';
import type { RegistrySettings } from './registries/registry-settings.ts';

export interface PullModelOptions {
  /** As a person types it; see `model_reference_invalid` for the forms. */
  readonly reference: string;
  readonly directory: string;
  readonly settings: RegistrySettings;
  /** The packs that plain names mean. */
  readonly lock: PackLock;
  readonly signal: AbortSignal;
  /** The name it gets; made from its file when not given. */
  readonly name?: string;
  /** SHA-256 it must have; without it the hash that the source tells is used, where it tells one. */
  readonly sha256?: string;
  readonly kind?: LocalModel['kind'];
  /** Bytes so far, and of how many (null when unknown). */
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void;
  readonly fetch?: typeof globalThis.fetch;
  readonly downloadLimits?: Partial<DownloadLimits>;
}

/**
 * Brings a model to this machine and enters it in the index. Pulling again what was interrupted
 * goes on where it stopped; nothing is entered before its hash and its head were found right.
 * A starter pack is installed as it is and gives its models, none for a runtime.
 * Throws the `pack_` and `model_` codes of `codes/packs.ts`.
 */
export async function pullModel(options: PullModelOptions): Promise<readonly LocalModel[]> {
  const { directory, lock, signal, sha256 = null } = options;
  const reference = parseModelReference(
    options.reference,
    lock.packs.map(({ id }) => id),
  );
  if (sha256 !== null && !/^[0-9a-f]{64}$/i.test(sha256))
    throw new AppError('model_reference_invalid', {
      details: {
        reference: options.reference,
        reason: 'the SHA-256 must have 64 hexadecimal digits',
      },
    });
  if (options.name !== undefined && !isModelName(options.name))
    throw new AppError('model_reference_invalid', {
      details: { reference: options.name, reason: 'a name has letters, digits, “.”, “_” and “-”' },
    });
  if (reference.type === 'pack') return pullPack(reference.id, options);
  const key = createHash('sha256').update(options.reference).digest('hex').slice(0, 16);
  const staging = join(directory, 'models', `.${key}.partial`);
  await mkdir(staging, { recursive: true });
  return withDirectoryLock(`${staging}.lock`, signal, async () => {
    const files = await obtainFiles(reference, {
      staging,
      sha256: sha256?.toLowerCase() ?? null,
      settings: options.settings,
      fetch: options.fetch ?? globalThis.fetch,
      signal,
      onBytes: options.onProgress ?? (() => {}),
      ...(options.downloadLimits ? { downloadLimits: options.downloadLimits } : {}),
    });
    const path = join(staging, files.model);
    const facts = await describeModel(path).catch(async (error: unknown) => {
      // A file that is wrong in itself would be wrong the next time, too.
      await rm(staging, { recursive: true, force: true });
      throw error;
    });
    if (facts.format === 'onnx' && files.tokenizer === null)
      throw new AppError('model_file_invalid', {
        details: { file: files.model, reason: 'there is no tokenizer.json with it' },
      });
    const name = options.name ?? nameFrom(files.model);
    const model: LocalModel = {
      ...facts,
      kind: options.kind ?? facts.kind,
      name,
      file: `models/${name}/${files.model}`,
      tokenizerFile: files.tokenizer === null ? null : `models/${name}/${files.tokenizer}`,
      sha256: await sha256OfFile(path, signal),
      source: options.reference,
    };
    await enter(model, { staging, directory, signal });
    return [model];
  });
}

/** Removes a pulled model and its files. False when there is none of that name. */
export async function removeModel({
  directory,
  name,
  signal,
}: {
  readonly directory: string;
  readonly name: string;
  readonly signal: AbortSignal;
}): Promise<boolean> {
  return withDirectoryLock(join(directory, 'models', '.lock'), signal, async () => {
    const index = await readModelIndex(directory);
    const model = index.models.find((row) => row.name === name);
    if (!model) return false;
    const models = index.models.filter((row) => row !== model);
    await writeModelIndex(directory, { ...index, models });
    // Files of a pack stay: the pack is whole or not there.
    if (model.file.startsWith('models/') && isModelName(name))
      await rm(join(directory, 'models', name), { recursive: true, force: true });
    return true;
  });
}

async function pullPack(id: string, options: PullModelOptions): Promise<readonly LocalModel[]> {
  const { lock, directory, settings, signal, onProgress } = options;
  const packs = lock.packs.filter((pack) => pack.id === id);
  const [result] = await fetchPacks({
    lock: { version: 1, packs },
    directory,
    settings,
    signal,
    ...(options.fetch ? { fetch: options.fetch } : {}),
    ...(options.downloadLimits ? { downloadLimits: options.downloadLimits } : {}),
    onProgress: (progress) => {
      if (progress.type === 'pack-progress') onProgress?.(progress.doneBytes, progress.totalBytes);
    },
  });
  if (result?.error) throw result.error;
  const names = new Set(packs.flatMap(({ models = [] }) => models.map(({ name }) => name)));
  return (await readModelIndex(directory)).models.filter(({ name }) => names.has(name));
}

async function enter(
  model: LocalModel,
  {
    staging,
    directory,
    signal,
  }: {
    readonly staging: string;
    readonly directory: string;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  await withDirectoryLock(join(directory, 'models', '.lock'), signal, async () => {
    const { models } = await readModelIndex(directory);
    const other = models.find(({ name }) => name === model.name);
    if (other && other.source !== model.source)
      throw new AppError('model_name_taken', { details: { name: model.name } });
    const folder = join(directory, 'models', model.name);
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
    await addToModelIndex(directory, { models: [model] });
  });
}

/** A name is also the name of a folder. */
function isModelName(name: string): boolean {
  return /^[a-z0-9][\w.-]{0,127}$/i.test(name);
}

function nameFrom(file: string): string {
  return (
    file
      .replace(/\.(gguf|onnx)$/i, '')
      .toLowerCase()
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[._-]+/, '')
      .slice(0, 128) || 'model'
  );
}
