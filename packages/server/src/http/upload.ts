import { AppError } from '@outpost/contracts';
import type { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';

/** One file part on its way in. */
export interface IncomingFile {
  readonly fieldName: string;
  readonly filename: string;
  readonly mediaType: string;
  /** Must be read to its end; fails when the part is larger than the limit. */
  readonly stream: Readable;
}

export interface UploadLimits {
  readonly fileBytesMax: number;
  readonly filesMax: number;
  readonly fieldBytesMax: number;
  readonly fieldsMax: number;
}

export interface Upload<Saved> {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly Saved[];
}

/**
 * Reads a multipart body as it arrives: files go to `save` as streams and never into memory, parts
 * may come in any order, and a text part with a content type of its own is still a field.
 */
export async function readUpload<Saved>(
  request: Request,
  limits: UploadLimits,
  save: (file: IncomingFile) => Promise<Saved>,
): Promise<Upload<Saved>> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType) || !request.body)
    throw new AppError('request_invalid', {
      details: { path: 'body', reason: 'a file is sent as multipart/form-data' },
    });
  const [{ default: busboy }, stream] = await Promise.all([
    import('busboy'),
    import('node:stream'),
  ]);
  const parser = busboy({
    headers: { 'content-type': contentType },
    defParamCharset: 'utf8',
    limits: {
      fileSize: limits.fileBytesMax,
      files: limits.filesMax,
      fieldSize: limits.fieldBytesMax,
      fields: limits.fieldsMax,
      parts: limits.filesMax + limits.fieldsMax,
    },
  });
  const fields: Record<string, string> = Object.create(null);
  const saves: Promise<Saved>[] = [];
  const over = (what: string, limit: number): AppError =>
    new AppError('request_invalid', {
      details: { path: 'body', reason: `more than ${limit} ${what}` },
    });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  parser.on('file', (fieldName, part, { filename, mimeType }) => {
    // A part that nobody reads any more fails when the parser goes; unheard, that ends the process.
    part.on('error', () => {});
    part.once('limit', () =>
      part.destroy(
        new AppError('body_too_large', { details: { limitBytes: limits.fileBytesMax } }),
      ),
    );
    const saved = save({ fieldName, filename: filename ?? '', mediaType: mimeType, stream: part });
    saved.catch(reject);
    saves.push(saved);
  });
  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated)
      reject(new AppError('body_too_large', { details: { limitBytes: limits.fieldBytesMax } }));
    fields[name] = value;
  });
  parser.on('filesLimit', () => reject(over('files', limits.filesMax)));
  parser.on('fieldsLimit', () => reject(over('fields', limits.fieldsMax)));
  parser.on('error', (error) =>
    reject(new AppError('request_invalid', { details: { path: 'body', reason: String(error) } })),
  );
  parser.on('close', resolve);
  const source = stream.Readable.fromWeb(request.body as WebStream);
  source.on('error', reject);
  source.pipe(parser);
  try {
    await promise;
    return { fields, files: await Promise.all(saves) };
  } finally {
    source.unpipe(parser);
    source.destroy();
    parser.destroy();
  }
}
