import { Readable } from 'node:stream';
import { AppError } from '@outpost/contracts';
import type { Upload } from '@outpost/store';
import type { Door } from '../http/front-door.ts';
import type { FileService } from './file-service.ts';

/** Types that a browser may show in place; everything else is downloaded, so that no upload runs as a page. */
const shownInPlace = /^(image\/(png|jpeg|gif|webp)|audio\/|video\/|application\/pdf$|text\/plain)/;

/** `/files/{id}/content?expires=…&signature=…` */
export function createFileDoor(files: FileService): Door {
  return async (request, path) => {
    const id = /^\/([0-9a-f-]{36})\/content$/.exec(path)?.[1];
    const { searchParams } = new URL(request.url);
    const upload =
      id === undefined
        ? null
        : await files.bySignature(
            id,
            searchParams.get('expires') ?? '',
            searchParams.get('signature') ?? '',
          );
    if (!upload) throw new AppError('not_found', { details: { thing: 'The file' } });
    return fileAnswer(files, upload, { range: request.headers.get('range'), download: false });
  };
}

/** A file's bytes, whole or the asked range. */
export async function fileAnswer(
  files: FileService,
  upload: Upload,
  { range, download }: { readonly range: string | null; readonly download: boolean },
): Promise<Response> {
  const inPlace = !download && shownInPlace.test(upload.mimeType);
  const headers = new Headers({
    'content-type': download ? 'application/octet-stream' : upload.mimeType,
    'content-disposition': `${inPlace ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(upload.name.toWellFormed())}`,
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
    // An SVG or HTML file that is opened all the same may not run anything.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  const asked = readRange(range, upload.sizeBytes);
  if (asked === 'unsatisfiable') {
    headers.set('content-range', `bytes */${upload.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const content = await files.content(upload, asked ?? undefined);
  const length = asked ? asked.end - asked.start + 1 : upload.sizeBytes;
  headers.set('content-length', String(length));
  if (asked) headers.set('content-range', `bytes ${asked.start}-${asked.end}/${upload.sizeBytes}`);
  const body = Readable.toWeb(Readable.from(content, { objectMode: false })) as ReadableStream;
  return new Response(body, { status: asked ? 206 : 200, headers });
}

function readRange(
  header: string | null,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = sizeBytes - 1;
  const start = match[1] === '' ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? last : Math.min(last, Number(match[2]));
  return start > end ? 'unsatisfiable' : { start, end };
}
