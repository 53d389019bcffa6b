import { AppError } from '@outpost/contracts';
import type { Upload } from '@outpost/store';
import { fileAnswer } from '../files/file-door.ts';
import type { ConsoleHandlers } from '../http/console-router.ts';
import { readUpload } from '../http/upload.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names = 'uploadFile' | 'readFile';

export function fileHandlers({ config, files, store }: Services): Pick<ConsoleHandlers, Names> {
  return {
    async uploadFile(call) {
      const { workspaceId, accountId } = signedInOf(call);
      const owner = { workspaceId, appId: null, endUserId: null, accountId };
      const { uploadBytesMax } = config.limits;
      const { files: saved } = await readUpload(
        call.request,
        { fileBytesMax: uploadBytesMax, filesMax: 1, fieldBytesMax: 10_000, fieldsMax: 10 },
        ({ filename, mediaType, stream }) =>
          files.save({ filename, mediaType, content: stream }, owner),
      );
      const [file] = saved;
      if (!file)
        throw new AppError('request_invalid', {
          details: { path: 'file', reason: 'no file was sent' },
        });
      return fieldsOf(file);
    },
    async readFile(call, { params }) {
      const upload = await store.uploads.get(params.fileId);
      if (upload?.workspaceId !== signedInOf(call).workspaceId)
        throw new AppError('not_found', { details: { thing: `The file ${params.fileId}` } });
      return fileAnswer(files, upload, {
        range: call.request.headers.get('range'),
        download: true,
      });
    },
  };
}

function fieldsOf({ id, name, sizeBytes, extension, mimeType, createdAt }: Upload) {
  return { id, name, size: sizeBytes, extension, mimeType, createdAt };
}
