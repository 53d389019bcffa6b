import type { FileType } from '@outpost/contracts';

/** The classes of files by their endings, as clients and app files use them; anything else is `custom`. */
const endings: Readonly<Record<Exclude<FileType, 'custom'>, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'svg'],
  video: ['mp4', 'mov', 'mpeg', 'webm'],
  audio: ['mp3', 'm4a', 'wav', 'amr', 'mpga'],
  document: (
    'txt md mdx markdown pdf html htm xlsx xls vtt properties ' +
    'doc docx csv eml msg ppt pptx xml epub odt'
  ).split(' '),
};

export function fileTypeOf(extension: string): FileType {
  const ending = extension.toLowerCase().replace(/^\./, '');
  for (const [type, known] of Object.entries(endings))
    if (known.includes(ending)) return type as FileType;
  return 'custom';
}

/** Without its dot, in lower case; empty when the name has none. */
export function extensionOf(filename: string): string {
  return /\.([A-Za-z0-9]{1,16})$/.exec(filename)?.[1]?.toLowerCase() ?? '';
}

const extensionsOfType: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/json': 'json',
};

/** An ending for a file that has a media type but no name; empty when the type is not a common one. */
export function extensionOfMediaType(mediaType: string): string {
  return extensionsOfType[mediaType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? '';
}
