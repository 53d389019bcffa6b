/**
 * Files of the product: uploads, what runs make, and how both become values. Bytes lie in the file
 * store; a file's address is relative, signed, and expires.
 */
import { createHmac } from 'node:crypto';
import {
  AppError,
  type Clock,
  type Egress,
  type FileStore,
  type FileType,
  type FileValue,
  type IdSource,
  type RunFiles,
} from '@outpost/contracts';
import type { Store, Upload } from '@outpost/store';
import { isSameText } from '../auth/tokens.ts';
import { extensionOf, extensionOfMediaType, fileTypeOf } from './file-types.ts';

/** Whom a file belongs to; only its owner may use it as an input. */
export interface FileOwner {
  readonly workspaceId: string;
  readonly appId: string | null;
  readonly endUserId: string | null;
  readonly accountId: string | null;
}

export interface NewFile {
  readonly filename: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<Uint8Array> | Uint8Array;
}

/** A file whose bytes are here and whose owner is not known yet. */
export type StagedFile = Omit<Upload, keyof FileOwner | 'used' | 'createdAt'>;

export interface FileServiceOptions {
  readonly store: Store;
  readonly files: FileStore;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Signs addresses of files. */
  readonly signingKey: string;
  readonly uploadBytesMax: number;
}

export type FileService = ReturnType<typeof createFileService>;

/** A signed address works this long. */
const addressSeconds = 24 * 3600;
const remoteReadMs = 60_000;
const addressInText =
  /\/files\/([0-9a-f-]{36})\/content\?expires=(\d{1,12})&signature=([\w-]{43})/g;

export function createFileService(options: FileServiceOptions) {
  const { store, files, egress, clock, ids, signingKey, uploadBytesMax } = options;

  const sign = (id: string, expires: string): string =>
    createHmac('sha256', signingKey).update(`file ${id} ${expires}`).digest('base64url');

  function addressOf(id: string): string {
    const expires = String(Math.floor(clock.now() / 1000) + addressSeconds);
    return `/files/${id}/content?expires=${expires}&signature=${sign(id, expires)}`;
  }

  /** Stores a file's bytes for whoever will own them; the caller keeps or discards them. */
  async function stage(file: NewFile, limitBytes = uploadBytesMax): Promise<StagedFile> {
    const id = ids.uuid();
    const storageKey = `uploads/${id.slice(0, 2)}/${id}`;
    const stored = await files.write(storageKey, file.content, { limitBytes });
    const name = safeName(file.filename);
    return {
      id,
      name,
      sizeBytes: stored.sizeBytes,
      extension: extensionOf(name) || extensionOfMediaType(file.mediaType),
      mimeType: file.mediaType,
      sha256: stored.sha256,
      storageKey,
      sourceUrl: null,
    };
  }

  const keep = (staged: StagedFile, owner: FileOwner): Promise<Upload> =>
    store.uploads.create({ ...staged, ...owner });

  async function save(file: NewFile, owner: FileOwner, limitBytes?: number): Promise<Upload> {
    return keep(await stage(file, limitBytes), owner);
  }

  function valueOf(
    upload: Upload,
    transferMethod: 'local_file' | 'tool_file',
    type?: FileType,
  ): FileValue {
    return {
      dify_model_identity: '__dify__file__',
      id: upload.id,
      type: type ?? fileTypeOf(upload.extension),
      transfer_method: transferMethod,
      remote_url: null,
      related_id: upload.id,
      filename: upload.name,
      extension: upload.extension === '' ? '' : `.${upload.extension}`,
      mime_type: upload.mimeType,
      size: upload.sizeBytes,
      url: addressOf(upload.id),
    };
  }

  async function bytesOf(id: string, owner: FileOwner, limitBytes: number): Promise<Uint8Array> {
    const upload = await store.uploads.get(id);
    if (!upload || !mayRead(owner, upload))
      throw new AppError('not_found', { details: { thing: `The file ${id}` } });
    if (upload.sizeBytes > limitBytes)
      throw new AppError('body_too_large', { details: { limitBytes } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await files.read(upload.storageKey)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  return {
    save,
    stage,
    keep,
    discard: (staged: StagedFile): Promise<void> => files.remove(staged.storageKey),
    valueOf,

    /** Makes a value of a caller's file reference; throws `run_input_invalid` naming the input. */
    async resolve(reference: unknown, owner: FileOwner, name: string): Promise<FileValue> {
      const fail = (reason: string): AppError =>
        new AppError('run_input_invalid', { details: { name, reason } });
      if (typeof reference !== 'object' || reference === null) throw fail('a file is an object');
      const fields = reference as Readonly<Record<string, unknown>>;
      const type = readType(fields['type']);
      if (fields['transfer_method'] === 'remote_url') {
        const url = fields['url'] ?? fields['remote_url'];
        if (typeof url !== 'string' || !/^https?:\/\//i.test(url))
          throw fail('`url` must start with http:// or https://');
        return remoteValue(url, type);
      }
      const uploadId = fields['upload_file_id'] ?? fields['tool_file_id'] ?? fields['related_id'];
      if (typeof uploadId !== 'string') throw fail('`upload_file_id` is missing');
      const upload = await store.uploads.get(uploadId);
      if (!upload || !isOwner(upload, owner)) throw fail(`the file ${uploadId} does not exist`);
      if (owner.appId !== null) await store.uploads.markUsed([upload.id], owner.appId);
      return valueOf(upload, 'local_file', type === 'custom' ? undefined : type);
    },

    /** A run's own access: reads what its variables name, keeps what its nodes make. */
    forRun(owner: FileOwner): RunFiles {
      return {
        async read(file, { limitBytes, signal }) {
          if (file.transfer_method !== 'remote_url' && file.related_id !== null)
            return bytesOf(file.related_id, owner, limitBytes);
          const answer = await egress.send({
            purpose: 'file',
            url: file.remote_url ?? '',
            method: 'GET',
            headers: [],
            body: null,
            timeouts: { connectMs: 10_000, readMs: remoteReadMs, writeMs: 10_000 },
            responseBytesMax: limitBytes,
            redirectsMax: 5,
            verifyTls: true,
            signal,
          });
          if (answer.status >= 400)
            throw new AppError('egress_failed', {
              details: { url: file.remote_url, reason: `HTTP ${answer.status}` },
            });
          return answer.body;
        },
        async save({ filename, mediaType, bytes }) {
          const upload = await save({ filename, mediaType, content: bytes }, owner);
          if (owner.appId !== null) await store.uploads.markUsed([upload.id], owner.appId);
          return valueOf(upload, 'tool_file');
        },
      };
    },

    /**
     * Gives the addresses of files in a text their time again: a conversation is read long after its
     * answers were written. Only what this installation signed is signed anew.
     */
    renewAddresses: (text: string): string =>
      text.includes('/content?expires=')
        ? text.replace(addressInText, (whole, id: string, expires: string, signature: string) =>
            isSameText(signature, sign(id, expires)) ? addressOf(id) : whole,
          )
        : text,

    /** The upload behind a signed address; null when the signature is wrong or its time is up. */
    async bySignature(id: string, expires: string, signature: string): Promise<Upload | null> {
      if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1000 < clock.now()) return null;
      return isSameText(signature, sign(id, expires)) ? store.uploads.get(id) : null;
    },

    content: (upload: Upload, range?: { readonly start: number; readonly end?: number }) =>
      files.read(upload.storageKey, range),
  };
}

function readType(type: unknown): FileType {
  return type === 'image' || type === 'document' || type === 'audio' || type === 'video'
    ? type
    : 'custom';
}

function isOwner(upload: Upload, owner: FileOwner): boolean {
  if (upload.workspaceId !== owner.workspaceId) return false;
  return owner.accountId !== null
    ? upload.accountId === owner.accountId
    : upload.endUserId !== null && upload.endUserId === owner.endUserId;
}

/**
 * Whether a run may read a file that one of its variables names. Such a value may come from anywhere
 * (a caller's JSON, code, a model), so the id proves nothing: a person's own files are for that
 * person's runs only.
 */
function mayRead(owner: FileOwner, upload: Upload): boolean {
  if (upload.workspaceId !== owner.workspaceId) return false;
  return upload.endUserId === null || upload.endUserId === owner.endUserId;
}

function remoteValue(url: string, type: FileType): FileValue {
  const filename = safeName(
    decodeURIComponentSafely(new URL(url).pathname.split('/').at(-1) ?? ''),
  );
  const extension = extensionOf(filename);
  return {
    dify_model_identity: '__dify__file__',
    id: null,
    type: type === 'custom' ? fileTypeOf(extension) : type,
    transfer_method: 'remote_url',
    remote_url: url,
    related_id: null,
    filename,
    extension: extension === '' ? '' : `.${extension}`,
    mime_type: null,
    size: -1,
    url,
  };
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A name without directories and control characters, at most 200 characters. */
function safeName(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  const name = last.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  if (name === '' || name === '.' || name === '..') return 'file';
  const extension = extensionOf(name);
  return name.length <= 200
    ? name
    : `${name.slice(0, 180)}${extension === '' ? '' : `.${extension}`}`;
}
