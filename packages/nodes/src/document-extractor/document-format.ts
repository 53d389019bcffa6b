import type { FileValue } from '@outpost/contracts';

/** Formats that are read here. */
export type ReadableFormat =
  | 'text'
  | 'json'
  | 'csv'
  | 'tsv'
  | 'html'
  | 'vtt'
  | 'properties'
  | 'email';

export type DocumentFormat =
  | { readonly type: 'readable'; readonly format: ReadableFormat }
  /** A document, but of a kind that is not read yet. */
  | { readonly type: 'unread'; readonly name: string }
  | { readonly type: 'unknown' };

/** What a file is: by its extension, else by its media type. */
export function documentFormat(file: FileValue): DocumentFormat {
  const extension = (file.extension ?? extensionOf(file.filename ?? ''))
    .toLowerCase()
    .replace(/^\./, '');
  const byExtension = formatOfExtension(extension);
  if (byExtension) return byExtension;
  const [mediaType = ''] = (file.mime_type ?? '').toLowerCase().split(';');
  return formatOfMediaType(mediaType.trim()) ?? { type: 'unknown' };
}

function extensionOf(filename: string): string {
  const dot = filename.lastIndexOf('.');
  return dot < 0 ? '' : filename.slice(dot);
}

function formatOfExtension(extension: string): DocumentFormat | null {
  const format = extensions[extension];
  if (format) return { type: 'readable', format };
  if (textExtensions.has(extension)) return { type: 'readable', format: 'text' };
  return unreadExtensions.has(extension) ? { type: 'unread', name: `.${extension}` } : null;
}

function formatOfMediaType(mediaType: string): DocumentFormat | null {
  const format = mediaTypes[mediaType];
  if (format) return { type: 'readable', format };
  const unread = unreadMediaTypes[mediaType];
  if (unread) return { type: 'unread', name: unread };
  return mediaType.startsWith('text/') ? { type: 'readable', format: 'text' } : null;
}

const extensions: Readonly<Record<string, ReadableFormat>> = {
  json: 'json',
  csv: 'csv',
  tsv: 'tsv',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  vtt: 'vtt',
  properties: 'properties',
  eml: 'email',
};

const textExtensions: ReadonlySet<string> = new Set(
  `txt text log md markdown mdx rst adoc org tex srt ass lrc xml xsd xsl svg yaml yml toml ini cfg conf
  env jsonl ndjson sql py pyi ipynb js mjs cjs jsx ts tsx java kt kts scala groovy c h cc cpp cxx hpp
  cs go rs rb php pl pm lua r jl swift m mm dart ex exs erl hs clj lisp el vim sh bash zsh fish ps1
  bat cmd css scss sass less vue svelte graphql proto gradle cmake make diff patch`.split(/\s+/),
);

const unreadExtensions: ReadonlySet<string> = new Set(
  `pdf doc docx ppt pptx xls xlsx epub odt ods odp rtf msg`.split(' '),
);

const mediaTypes: Readonly<Record<string, ReadableFormat>> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/vtt': 'vtt',
  'text/properties': 'properties',
  'text/x-java-properties': 'properties',
  'message/rfc822': 'email',
  'application/xml': 'text',
  'application/yaml': 'text',
  'application/x-yaml': 'text',
  'application/javascript': 'text',
  'application/x-sh': 'text',
  'application/sql': 'text',
};

const unreadMediaTypes: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/msword': '.doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.ms-powerpoint': '.ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': '.pptx',
  'application/vnd.ms-excel': '.xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/epub+zip': '.epub',
  'application/vnd.oasis.opendocument.text': '.odt',
  'application/vnd.oasis.opendocument.spreadsheet': '.ods',
  'application/vnd.ms-outlook': '.msg',
  'application/rtf': '.rtf',
};
