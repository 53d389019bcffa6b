import { AppError } from '@outpost/contracts';
import type { IncomingFile } from '../http/upload.ts';
import { readUpload } from '../http/upload.ts';
import { megabytesMax, systemParameters } from '../service-api/upload-limits.ts';
import type { FileService, StagedFile } from './file-service.ts';
import { extensionOf, fileTypeOf } from './file-types.ts';

const megabyte = 1024 * 1024;

/**
 * Reads a form with one part named `file` and stores its bytes, as large as its type may be. What
 * `keep` refuses is discarded again. Throws `file_missing`, `files_too_many`, `file_name_missing`,
 * `file_type_unsupported`, `file_too_large`.
 */
export async function readUploadedFile<Kept>(
  files: FileService,
  request: Request,
  keep: (file: StagedFile, fields: Readonly<Record<string, string>>) => Promise<Kept>,
): Promise<Kept> {
  const limits = {
    fileBytesMax: systemParameters.video_file_size_limit * megabyte,
    filesMax: 2,
    fieldBytesMax: 64 * 1024,
    fieldsMax: 50,
  };
  const staged: StagedFile[] = [];
  try {
    const { fields } = await readUpload(request, limits, async (part) => {
      if (part.fieldName !== 'file') return void part.stream.resume();
      staged.push(await stage(files, part));
    });
    const [only] = staged;
    if (!only) throw new AppError('file_missing');
    if (staged.length > 1) throw new AppError('files_too_many');
    return await keep(only, fields);
  } catch (error) {
    await Promise.all(staged.map((file) => files.discard(file)));
    throw error;
  }
}

async function stage(
  files: FileService,
  { filename, mediaType, stream }: IncomingFile,
): Promise<StagedFile> {
  if (filename === '') throw new AppError('file_name_missing');
  if (mediaType === '') throw new AppError('file_type_unsupported');
  const type = fileTypeOf(extensionOf(filename));
  const limitMegabytes = megabytesMax(type);
  try {
    return await files.stage({ filename, mediaType, content: stream }, limitMegabytes * megabyte);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'body_too_large')) throw error;
    throw new AppError('file_too_large', { details: { limitMegabytes, type }, cause: error });
  }
}
