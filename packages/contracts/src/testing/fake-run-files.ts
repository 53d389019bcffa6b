import { AppError } from '../errors/app-error.ts';
import type { RunFiles } from '../ports/node-ports.ts';
import type { FileValue } from '../values/value.ts';

/** Files in memory; `put` makes one that `read` finds, and `saved` lists what nodes kept. */
export function createFakeRunFiles(): RunFiles & {
  readonly saved: FileValue[];
  put(file: Partial<FileValue> & { readonly filename: string }, bytes: Uint8Array): FileValue;
} {
  const stored = new Map<string, Uint8Array>();
  const saved: FileValue[] = [];
  const put = (
    file: Partial<FileValue> & { readonly filename: string },
    bytes: Uint8Array,
  ): FileValue => {
    const id = `file-${stored.size + 1}`;
    stored.set(id, bytes);
    const dot = file.filename.lastIndexOf('.');
    return {
      dify_model_identity: '__dify__file__',
      id,
      type: 'document',
      transfer_method: 'local_file',
      remote_url: null,
      related_id: id,
      extension: dot < 0 ? '' : file.filename.slice(dot),
      mime_type: null,
      size: bytes.length,
      url: `https://files.example/${id}`,
      ...file,
    };
  };
  return {
    saved,
    put,
    read(file, { limitBytes, signal }) {
      return new Promise((resolve) => {
        signal.throwIfAborted();
        const bytes = stored.get(file.id ?? '');
        if (!bytes) throw new AppError('not_found', { details: { thing: `File ${file.id}` } });
        if (bytes.length > limitBytes)
          throw new AppError('body_too_large', { details: { limitBytes } });
        resolve(bytes);
      });
    },
    save({ filename, mediaType, bytes }) {
      const file = put({ filename, mime_type: mediaType, transfer_method: 'tool_file' }, bytes);
      saved.push(file);
      return Promise.resolve(file);
    },
  };
}
