import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { hostOf } from '../download/fetch-once.ts';

/** A file that an index offers: an address, or a path on this machine. */
export interface ResolvedFile {
  readonly location: { readonly url: string } | { readonly path: string };
  readonly filename: string;
  /** As the index says; null when it does not. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  /** The Python versions it is for (`>=3.9`); null when the index does not say. */
  readonly requiresPython: string | null;
  /** The author took it back; it stays for those who pinned it. */
  readonly yanked: boolean;
  /** Epoch milliseconds. */
  readonly uploadedAt: number | null;
}

/** A file in a folder, of which nothing but its name is known. */
export function localFile(path: string, filename: string): ResolvedFile {
  return { location: { path }, filename, ...nothingSaid };
}

/** The files of one project page, whatever of the two forms it has (PEP 503 HTML, PEP 691 JSON). */
export function parseIndex(text: string | null, page: string): readonly ResolvedFile[] {
  if (text === null) return [];
  return text.trimStart().startsWith('{') ? parseJsonIndex(text, page) : parseHtmlIndex(text, page);
}

interface JsonRow {
  readonly filename?: unknown;
  readonly url?: unknown;
  readonly hashes?: { readonly sha256?: unknown } | null;
  readonly size?: unknown;
  readonly 'requires-python'?: unknown;
  readonly 'upload-time'?: unknown;
  readonly yanked?: unknown;
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
  return files.flatMap((row: JsonRow) => {
    if (typeof row.filename !== 'string' || typeof row.url !== 'string') return [];
    const uploadedAt = Date.parse(textOf(row['upload-time']) ?? '');
    return fileAt(row.url, page, {
      filename: row.filename,
      sha256: textOf(row.hashes?.sha256)?.toLowerCase() ?? null,
      sizeBytes: Number.isSafeInteger(row.size) ? Number(row.size) : null,
      requiresPython: textOf(row['requires-python']),
      yanked: row.yanked === true || typeof row.yanked === 'string',
      uploadedAt: Number.isNaN(uploadedAt) ? null : uploadedAt,
    });
  });
}

function parseHtmlIndex(text: string, page: string): readonly ResolvedFile[] {
  return [...text.matchAll(/<a\s([^>]*)>(.*?)<\/a>/gis)].flatMap(
    ([, attributes = '', label = '']) => {
      const address = attribute(attributes, 'href');
      if (address === null) return [];
      const [target = '', fragment = ''] = address.split('#');
      const sha256 = /(?:^|&)sha256=([0-9a-f]{64})/i.exec(fragment)?.[1]?.toLowerCase() ?? null;
      return fileAt(target, page, {
        ...nothingSaid,
        filename: decodeEntities(label.replace(/<[^>]*>/g, '').trim()),
        sha256,
        requiresPython: attribute(attributes, 'data-requires-python'),
        yanked: /(?:^|\s)data-yanked(?:[\s=]|$)/i.test(attributes),
      });
    },
  );
}

function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(["'])(.*?)\\1`, 'is').exec(attributes);
  return match ? decodeEntities(match[2] ?? '') : null;
}

function fileAt(
  address: string,
  page: string,
  facts: Omit<ResolvedFile, 'location'>,
): ResolvedFile[] {
  const url = URL.parse(address, page);
  if (!url || !/^[\w.+!-]+$/.test(facts.filename)) return [];
  if (url.protocol === 'file:') return [{ location: { path: fileURLToPath(url) }, ...facts }];
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return [];
  // Credentials of the index are meant for its own host only.
  const base = new URL(page);
  if (url.host === base.host && url.username === '') {
    url.username = base.username;
    url.password = base.password;
  }
  return [{ location: { url: url.href }, ...facts }];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const nothingSaid = {
  sha256: null,
  sizeBytes: null,
  requiresPython: null,
  yanked: false,
  uploadedAt: null,
} as const;
