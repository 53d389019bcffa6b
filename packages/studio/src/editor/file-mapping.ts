/** Files as callers of a run name them (spec/dsl.md 4.5), with what a person is shown of them. */
export interface FileMapping {
  readonly type: string;
  readonly transfer_method: 'local_file' | 'remote_url';
  readonly upload_file_id?: string;
  readonly url?: string;
  readonly name: string;
  /** Bytes; unknown for what another server holds. */
  readonly size?: number;
}

/** An uploaded file as an input. */
export function mappingOfUpload(upload: {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly extension: string;
}): FileMapping {
  return {
    type: fileTypeOf(upload.extension),
    transfer_method: 'local_file',
    upload_file_id: upload.id,
    name: upload.name,
    size: upload.size,
  };
}

/** A file of another server as an input. */
export function mappingOfAddress(url: string): FileMapping {
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1] ?? url;
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1] ?? '';
  return { type: fileTypeOf(extension), transfer_method: 'remote_url', url, name };
}

/** The files among a value, whether it is one, a list, or none; values of earlier runs count too. */
export function filesOf(value: unknown): readonly FileMapping[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    const mapping = readMapping(item);
    return mapping ? [mapping] : [];
  });
}

function readMapping(value: unknown): FileMapping | null {
  if (typeof value !== 'object' || value === null || !('transfer_method' in value)) return null;
  const given = value as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined =>
    typeof given[name] === 'string' ? given[name] : undefined;
  const url = text('url') ?? text('remote_url');
  const uploadId = text('upload_file_id') ?? text('related_id');
  const isRemote = given['transfer_method'] === 'remote_url';
  return {
    type: text('type') ?? 'custom',
    transfer_method: isRemote ? 'remote_url' : 'local_file',
    ...(uploadId === undefined ? {} : { upload_file_id: uploadId }),
    ...(isRemote && url !== undefined ? { url } : {}),
    name: text('name') ?? text('filename') ?? url ?? uploadId ?? '',
    ...(typeof given['size'] === 'number' && given['size'] >= 0 ? { size: given['size'] } : {}),
  };
}

/** `image`, `document` … by an extension with or without its dot. */
export function fileTypeOf(extension: string): string {
  const name = extension.replace(/^\./, '').toLowerCase();
  const found = Object.entries(extensionsByType).find(([, names]) => names.includes(name));
  return found?.[0] ?? 'custom';
}

/** Extensions that `<input accept>` shall offer; undefined = anything. */
export function acceptedExtensions(
  types: readonly string[],
  extensions: readonly string[],
): string | undefined {
  if (types.length === 0) return undefined;
  const named = types.flatMap((type) =>
    type === 'custom'
      ? extensions
      : (extensionsByType[type] ?? []).map((extension) => `.${extension}`),
  );
  return named.length === 0 ? undefined : named.join(',');
}

const extensionsByType: Readonly<Record<string, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'svg'],
  video: ['mp4', 'mov', 'mpeg', 'webm'],
  audio: ['mp3', 'm4a', 'wav', 'amr', 'mpga'],
  document:
    'txt markdown md mdx pdf html htm xlsx xls vtt properties doc docx csv eml msg ppt pptx xml epub'.split(
      ' ',
    ),
};
