import { AppError } from '@outpost/contracts';
import type { Upload } from '@outpost/store';
import { fileAnswer } from '../files/file-door.ts';
import { readUploadedFile } from '../files/stage-upload.ts';
import type { Services } from '../services.ts';
import { seconds } from './frame-shape.ts';
import { ownerOf } from './chat-handlers.ts';
import type { ServiceHandlers } from './service-router.ts';

type Names = 'uploadFile' | 'previewFile';

export function fileHandlers({ files, store }: Services): Pick<ServiceHandlers, Names> {
  return {
    async uploadFile(call) {
      const upload = await readUploadedFile(files, call.request, async (staged, fields) => {
        const endUser = await call.endUserNamed(fields['user'] ?? '');
        return files.keep(staged, ownerOf({ app: call.app, endUser }));
      });
      return Response.json(uploadFields(upload), { status: 201 });
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
