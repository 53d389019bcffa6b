/** Whether an answer is a file or a text, and what a file is called (spec/dsl.md 3.10). */
import type { EgressResponse } from '@outpost/contracts';
import { isUtf8 } from '../text-encoding/decode-text.ts';

export function isFileResponse({ headers, body }: EgressResponse): boolean {
  if (body.length === 0) return false;
  const disposition = headers['content-disposition'] ?? '';
  if (/^\s*attachment/i.test(disposition) || dispositionFilename(disposition) !== null) return true;
  const type = mediaTypeOf(headers);
  if (type.startsWith('text/')) return type === 'text/csv';
  if (/^(image|audio|video)\//.test(type)) return true;
  if (!type.startsWith('application/')) return false;
  return !textualApplication.test(type) && !looksLikeText(body);
}

const textualApplication = /json|xml|javascript|x-www-form-urlencoded|yaml|graphql/;

const probeBytes = 1024;

/** A marker that texts for machines begin with or hold, and no byte that is not UTF-8. */
function looksLikeText(body: Uint8Array): boolean {
  const probe = body.subarray(0, probeBytes);
  if (!isUtf8(probe)) return false;
  return /[{[<]|function|var |const |let /.test(new TextDecoder().decode(probe));
}

/** Lower case, without parameters; empty when the answer does not say. */
export function mediaTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The character set that the answer names. */
export function charsetOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /charset\s*=\s*"?([\w:.-]{1,40})/i.exec(headers['content-type'] ?? '')?.[1];
}

/** By the header, else by the address, else by the media type. */
export function responseFilename({ headers, url }: EgressResponse): string {
  const given = dispositionFilename(headers['content-disposition'] ?? '');
  if (given) return given;
  const [path = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  const last = decodeUri(path.split('/').at(-1) ?? '');
  if (/\.\w{1,8}$/.test(last)) return safeName(last);
  const [, subtype = 'bin'] = mediaTypeOf(headers).split('/');
  return `${safeName(last) || 'response'}.${extensions[subtype] ?? subtype.replace(/^x-|\+.*$/g, '')}`;
}

const extensions: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  mpeg: 'mp3',
  'octet-stream': 'bin',
  'svg+xml': 'svg',
  plain: 'txt',
  quicktime: 'mov',
};

function dispositionFilename(disposition: string): string | null {
  const encoded = /filename\*\s*=\s*(?:utf-8)''([^;]+)/i.exec(disposition)?.[1];
  if (encoded) return safeName(decodeUri(encoded.trim()));
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const name = safeName(plain?.[1] ?? plain?.[2] ?? '');
  return name === '' ? null : name;
}

/** The name alone: no folders, no control characters. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(0, 200);
}

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
