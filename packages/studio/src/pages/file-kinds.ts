/** Kinds of files as app files name them, and what of them a form takes. */

const endings: Readonly<Record<string, readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'svg', 'bmp'],
  audio: ['mp3', 'm4a', 'wav', 'amr', 'mpga', 'webm', 'ogg', 'aac', 'flac'],
  video: ['mp4', 'mov', 'mpeg', 'webm', 'm4v'],
  document: [
    'txt',
    'md',
    'mdx',
    'markdown',
    'pdf',
    'html',
    'htm',
    'xlsx',
    'xls',
    'docx',
    'doc',
    'csv',
    'eml',
    'msg',
    'pptx',
    'ppt',
    'xml',
    'epub',
    'json',
    'yaml',
    'yml',
    'vtt',
    'properties',
  ],
};

export interface TakenFiles {
  /** Empty = every kind. */
  readonly types: readonly string[];
  /** With or without their dot; they count when `types` has `custom`. */
  readonly extensions: readonly string[];
}

export function fileTypeOf(name: string, mediaType: string): string {
  const ending = endingOf(name);
  const [family = ''] = mediaType.split('/');
  if (['image', 'audio', 'video'].includes(family)) return family;
  return Object.keys(endings).find((type) => endings[type]?.includes(ending)) ?? 'custom';
}

export function isTaken(file: Pick<File, 'name' | 'type'>, taken: TakenFiles): boolean {
  if (taken.types.length === 0) return true;
  const type = fileTypeOf(file.name, file.type);
  if (taken.types.includes(type)) return true;
  return taken.types.includes('custom') && own(taken).includes(`.${endingOf(file.name)}`);
}

/** For the browser's own dialog. */
export function acceptOf(taken: TakenFiles): string {
  const kinds = taken.types.flatMap((type) =>
    type === 'custom' ? own(taken) : (endings[type] ?? []).map((ending) => `.${ending}`),
  );
  return kinds.join(',');
}

function own({ extensions }: TakenFiles): readonly string[] {
  return extensions.map((extension) => `.${extension.replace(/^\./, '').toLowerCase()}`);
}

function endingOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
