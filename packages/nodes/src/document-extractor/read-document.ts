import { decodeText } from '../text-encoding/decode-text.ts';
import type { ReadableFormat } from './document-format.ts';
import { textFromEmail } from './text-from-email.ts';
import { textFromHtml } from './text-from-html.ts';
import { textFromProperties } from './text-from-properties.ts';
import { textFromTable } from './text-from-table.ts';
import { textFromVtt } from './text-from-vtt.ts';

/** A document's text, as a model reads it best. */
export function readDocument(format: ReadableFormat, bytes: Uint8Array): string {
  return readers[format](bytes);
}

const readers: Readonly<Record<ReadableFormat, (bytes: Uint8Array) => string>> = {
  text: (bytes) => decodeText(bytes),
  json: (bytes) => indentJson(decodeText(bytes)),
  csv: (bytes) => textFromTable(decodeText(bytes)),
  tsv: (bytes) => textFromTable(decodeText(bytes), '\t'),
  html: (bytes) => textFromHtml(decodeText(bytes, charsetOfHtml(bytes))),
  vtt: (bytes) => textFromVtt(decodeText(bytes)),
  properties: (bytes) => textFromProperties(decodeText(bytes)),
  email: textFromEmail,
};

/** What does not parse (several values on lines of their own, say) is still text. */
function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function charsetOfHtml(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(head)?.[1];
}
