/** The files of the built studio, with the compressed forms that the build left beside them. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';

export interface StudioFiles {
  /** The file at a path of ours, e.g. `/assets/index-x.js`; null when there is none. */
  serve(path: string, acceptEncoding: string): Promise<Response | null>;
  /** A page's text. Throws `studio_not_built` when the checkout has not been built. */
  readPage(name: string): Promise<string>;
}

interface StudioFile {
  readonly file: string;
  readonly sizeBytes: number;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The list is read when the first file is asked for; a start reads nothing. */
export function openStudioFiles(directory = builtStudio()): StudioFiles {
  let known: ReadonlyMap<string, StudioFile> = new Map();
  let builtAt = -1;
  const find = (path: string): StudioFile | undefined => {
    const found = known.get(path);
    if (found) return found;
    // A name that is not known may be of a build made since.
    const changedAt = statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (changedAt === builtAt) return undefined;
    builtAt = changedAt;
    known = listFiles(directory);
    return known.get(path);
  };
  return {
    async serve(path, acceptEncoding) {
      const plain = find(path);
      // Pages are served by their doors, which put facts into them.
      if (!plain || path.endsWith('.html')) return null;
      const chosen = encodings.find(
        ([name, ending]) => acceptEncoding.includes(name) && known.has(path + ending),
      );
      const { file, sizeBytes } = (chosen && known.get(path + chosen[1])) ?? plain;
      return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
        headers: {
          'content-type': types[extname(path)] ?? 'application/octet-stream',
          'content-length': String(sizeBytes),
          vary: 'accept-encoding',
          // Names under assets/ carry the hash of their content.
          'cache-control': path.startsWith('/assets/')
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
          ...(chosen ? { 'content-encoding': chosen[0] } : {}),
        },
      });
    },
    async readPage(name) {
      try {
        return await readFile(join(directory, name), 'utf8');
      } catch (cause) {
        throw new AppError('studio_not_built', { details: { directory }, cause });
      }
    },
  };
}

function listFiles(directory: string): ReadonlyMap<string, StudioFile> {
  const files = new Map<string, StudioFile>();
  let entries;
  try {
    entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch {
    return files;
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(directory, file).split(sep).join('/')}`;
    files.set(path, { file, sizeBytes: statSync(file).size });
  }
  return files;
}

/** Beside the bundled program; from a checkout where `npm run build` puts it. */
function builtStudio(): string {
  const here = import.meta.url;
  const toStudio = here.endsWith('.ts')
    ? '../../../../dist/studio'
    : here.includes('/chunks/')
      ? '../studio'
      : './studio';
  return fileURLToPath(new URL(toStudio, here));
}
