import { access, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { fetchText } from '../download/fetch-once.ts';
import { localFile, parseIndex, type ResolvedFile } from './parse-index.ts';
import type { RegistrySettings } from './registry-settings.ts';

export interface ResolveOptions {
  readonly settings: RegistrySettings;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/**
 * Finds a file of a project: in the local folders first, then in each index (PEP 503 pages, PEP 691
 * JSON). `choose` picks one of the names on offer. Throws `pack_not_found`, `pack_unreachable`.
 */
export async function resolvePypi(
  project: string,
  choose: (filenames: readonly string[]) => string | null,
  { settings, fetch, signal }: ResolveOptions,
): Promise<ResolvedFile> {
  const unreachable: AppError[] = [];
  for (const indexUrl of settings.pypi.indexUrls) {
    try {
      const files = await readProjectPage(indexUrl, project, { fetch, signal });
      const name = choose(files.map(({ filename }) => filename));
      const file = files.find(({ filename }) => filename === name);
      if (file) return file;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError) || error.code !== 'pack_unreachable') throw error;
      unreachable.push(error);
    }
  }
  throw (
    unreachable[0] ??
    new AppError('pack_not_found', {
      details: { source: 'The package index', thing: `fitting file of the project ${project}` },
    })
  );
}

/** The files that one index has of a project; empty when it does not know the project. */
export async function readProjectPage(
  indexUrl: string,
  project: string,
  { fetch, signal }: Pick<ResolveOptions, 'fetch' | 'signal'>,
): Promise<readonly ResolvedFile[]> {
  const page = `${indexUrl}/${project.replace(/[-_.]+/g, '-').toLowerCase()}/`;
  if (indexUrl.startsWith('file:')) return readFolderIndex(page);
  const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5';
  return parseIndex(await fetchText(page, { fetch, signal, headers: { accept } }), page);
}

/** A file by its exact name from the folders of `find-links`, or null. */
export async function findInFolders(
  filename: string,
  settings: RegistrySettings,
): Promise<string | null> {
  for (const folder of settings.pypi.folders) {
    const path = join(folder, filename);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}

async function readFolderIndex(page: string): Promise<readonly ResolvedFile[]> {
  const directory = fileURLToPath(page);
  const names = await readdir(directory).catch((): string[] => []);
  if (names.includes('index.html'))
    return parseIndex(await readFile(join(directory, 'index.html'), 'utf8'), page);
  return names.map((filename) => localFile(join(directory, filename), filename));
}
