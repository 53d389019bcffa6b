import { access, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { fetchText, hostOf } from '../download/fetch-once.ts';
import type { RegistrySettings } from './registry-settings.ts';

/** A file that an index offers: an address, or a path on this machine. */
export interface ResolvedFile {
  readonly location: { readonly url: string } | { readonly path: string };
  readonly filename: string;
  /** As the index says; null when it does not. */
  readonly sha256: string | null;
}

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
  const normalised = project.replace(/[-_.]+/g, '-').toLowerCase();
  const unreachable: AppError[] = [];
  for (const indexUrl of settings.pypi.indexUrls) {
    const page = `${indexUrl}/${normalised}/`;
    try {
      const files = indexUrl.startsWith('file:')
        ? await readFolderIndex(page)
        : parseIndex(
            await fetchText(page, {
              fetch,
              signal,
              headers: {
                accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5',
              },
            }),
            page,
          );
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
  return names.map((filename) => ({
    location: { path: join(directory, filename) },
    filename,
    sha256: null,
  }));
}

/** The files of one project page, whatever of the two forms it has. */
export function parseIndex(text: string | null, page: string): readonly ResolvedFile[] {
  if (text === null) return [];
  return text.trimStart().startsWith('{') ? parseJsonIndex(text, page) : parseHtmlIndex(text, page);
}

function parseJsonIndex(text: string, page: string): readonly ResolvedFile[] {
  let files: unknown;
  try {
    ({ files } = JSON.parse(text) as { readonly files?: unknown });
  } catch (error) {
    const details = { source: hostOf(page), reason: 'its answer is not readable' };
    throw new AppError('pack_unreachable', { details, cause: error });
  }
  if (!Array.isArray(files)) return [];
  return files.flatMap((row: { filename?: unknown; url?: unknown; hashes?: unknown }) => {
    if (typeof row.filename !== 'string' || typeof row.url !== 'string') return [];
    const sha256 = (row.hashes as { sha256?: unknown } | undefined)?.sha256;
    return fileAt(row.url, page, row.filename, typeof sha256 === 'string' ? sha256 : null);
  });
}

function parseHtmlIndex(text: string, page: string): readonly ResolvedFile[] {
  return [...text.matchAll(/<a\s[^>]*?href\s*=\s*(["'])(.*?)\1[^>]*>(.*?)<\/a>/gis)].flatMap(
    ([, , address = '', label = '']) => {
      const [target = '', fragment = ''] = decodeEntities(address).split('#');
      const sha256 = /(?:^|&)sha256=([0-9a-f]{64})/i.exec(fragment)?.[1]?.toLowerCase() ?? null;
      return fileAt(target, page, decodeEntities(label.replace(/<[^>]*>/g, '').trim()), sha256);
    },
  );
}

function fileAt(
  address: string,
  page: string,
  filename: string,
  sha256: string | null,
): ResolvedFile[] {
  const url = URL.parse(address, page);
  if (!url || !/^[\w.+!-]+$/.test(filename)) return [];
  if (url.protocol === 'file:')
    return [{ location: { path: fileURLToPath(url) }, filename, sha256 }];
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return [];
  // Credentials of the index are meant for its own host only.
  const base = new URL(page);
  if (url.host === base.host && url.username === '') {
    url.username = base.username;
    url.password = base.password;
  }
  return [{ location: { url: url.href }, filename, sha256 }];
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
