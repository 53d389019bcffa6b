import { AppError } from '@outpost/contracts';
import type { Upload } from '@outpost/store';
import { fileAnswer } from '../files/file-door.ts';
import type { StagedFile } from '../files/file-service.ts';
import { extensionOf, fileTypeOf } from '../files/file-types.ts';
import { readUpload } from '../http/upload.ts';
import type { Services } from '../services.ts';
import { seconds } from './frame-shape.ts';
import { ownerOf } from './chat-handlers.ts';
import type { ServiceHandlers } from './service-router.ts';
import { megabytesMax, systemParameters } from './upload-limits.ts';

type Names = 'uploadFile' | 'previewFile';

const megabyte = 1024 * 1024;

export function fileHandlers({ files, store }: Services): Pick<ServiceHandlers, Names> {
  return {
    async uploadFile(call) {
      const limits = {
        fileBytesMax: systemParameters.video_file_size_limit * megabyte,
        filesMax: 2,
        fieldBytesMax: 64 * 1024,
        fieldsMax: 50,
      };
      const staged: StagedFile[] = [];
      try {
        const { fields } = await readUpload(call.request, limits, async (part) => {
          if (part.fieldName !== 'file') return void part.stream.resume();
          if (part.filename === '') throw new AppError('file_name_missing');
          if (part.mediaType === '') throw new AppError('file_type_unsupported');
          staged.push(await stage(part.filename, part.mediaType, part.stream));
        });
        const [only] = staged;
        if (!only) throw new AppError('file_missing');
        if (staged.length > 1) throw new AppError('files_too_many');
        const endUser = await call.endUserNamed(fields['user'] ?? '');
        const upload = await files.keep(only, ownerOf({ app: call.app, endUser }));
        return Response.json(uploadFields(upload), { status: 201 });
      } catch (error) {
        await Promise.all(staged.map((file) => files.discard(file)));
        throw error;
      }
    },

    async previewFile({ app, params, query, request }) {
      const upload = await store.uploads.get(params['fileId'] ?? '');
      if (!upload || upload.workspaceId !== app.workspaceId) throw new AppError('file_not_shown');
      if (upload.appId !== null && upload.appId !== app.id) throw new AppError('file_of_other_app');
      if (!upload.used) throw new AppError('file_not_shown');
      const download = query.get('as_attachment') === 'true';
      const answer = await fileAnswer(files, upload, {
        range: request.headers.get('range'),
        download,
      });
      answer.headers.set('cache-control', 'public, max-age=3600');
      return answer;
    },
  };

  async function stage(
    filename: string,
    mediaType: string,
    content: AsyncIterable<Uint8Array>,
  ): Promise<StagedFile> {
    const type = fileTypeOf(extensionOf(filename));
    const limitMegabytes = megabytesMax(type);
    try {
      return await files.stage({ filename, mediaType, content }, limitMegabytes * megabyte);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'body_too_large')) throw error;
      throw new AppError('file_too_large', { details: { limitMegabytes, type }, cause: error });
    }
  }
}

function uploadFields(upload: Upload) {
  return {
    id: upload.id,
    name: upload.name,
    size: upload.sizeBytes,
    extension: upload.extension,
    mime_type: upload.mimeType,
    created_by: upload.endUserId,
    created_at: seconds(upload.createdAt),
    preview_url: null,
    source_url: null,
    original_url: null,
    reference: null,
    user_id: null,
    tenant_id: null,
    conversation_id: null,
    file_key: null,
  };
}
