/**
 * A message's head and words (RFC 5322 and MIME). Of alternatives the plain text is taken, else the
 * HTML; attachments are named, not read. The bytes are held as a string of one character a byte, so
 * that every part can be decoded in its own character set.
 */
import { byteString, bytesFromString } from '../text-encoding/byte-string.ts';
import { decodeText } from '../text-encoding/decode-text.ts';
import { textFromHtml } from './text-from-html.ts';

/** `From`, `To`, `Cc`, `Date` and `Subject` lines, then the words. */
export function textFromEmail(bytes: Uint8Array): string {
  const message = readPart(byteString(bytes));
  const head = ['From', 'To', 'Cc', 'Date', 'Subject'].flatMap((name) => {
    const value = message.headers.get(name.toLowerCase());
    return value ? [`${name}: ${decodeWords(value)}`] : [];
  });
  return [...head, '', wordsOf(message, 0)].join('\n').trim();
}

interface Part {
  /** By lower-case name, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function readPart(text: string): Part {
  const gap = /\r?\n\r?\n/.exec(text);
  const head = gap ? text.slice(0, gap.index) : text;
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: gap ? text.slice(gap.index + gap[0].length) : '' };
}

const depthMax = 8;

function wordsOf(part: Part, depth: number): string {
  const { type, parameters } = contentType(part);
  if (type.startsWith('multipart/')) return wordsOfParts(part, type, parameters, depth);
  const name = attachmentName(part);
  if (name !== null) return `[${name}]`;
  if (type !== 'text/html' && !type.startsWith('text/')) return '';
  const text = decodeText(decodeBody(part), parameters.get('charset'));
  return (type === 'text/html' ? textFromHtml(text) : text.replaceAll('\r\n', '\n')).trim();
}

function wordsOfParts(
  part: Part,
  type: string,
  parameters: ReadonlyMap<string, string>,
  depth: number,
): string {
  const boundary = parameters.get('boundary');
  if (!boundary || depth >= depthMax) return '';
  const parts = splitAt(part.body, boundary).map(readPart);
  if (type !== 'multipart/alternative')
    return parts
      .map((inner) => wordsOf(inner, depth + 1))
      .filter((words) => words !== '')
      .join('\n\n');
  const plain = parts.find((inner) => contentType(inner).type === 'text/plain');
  const chosen = plain ?? parts.at(-1);
  return chosen ? wordsOf(chosen, depth + 1) : '';
}

function splitAt(body: string, boundary: string): readonly string[] {
  const [, ...pieces] = `\n${body}`.split(`\n--${boundary}`);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => piece.replace(/^[^\n]*\n/, '').replace(/\r$/, ''));
}

function contentType({ headers }: Part) {
  const [type = '', ...rest] = (headers.get('content-type') ?? 'text/plain').split(';');
  return { type: type.trim().toLowerCase(), parameters: readParameters(rest) };
}

function readParameters(pieces: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pieces.map((piece) => {
      const equals = piece.indexOf('=');
      const value = piece.slice(equals + 1).trim();
      return [piece.slice(0, equals).trim().toLowerCase(), value.replace(/^"(.*)"$/, '$1')];
    }),
  );
}

function attachmentName(part: Part): string | null {
  const [disposition = '', ...rest] = (part.headers.get('content-disposition') ?? '').split(';');
  if (disposition.trim().toLowerCase() !== 'attachment') return null;
  const name = readParameters(rest).get('filename') ?? contentType(part).parameters.get('name');
  return decodeWords(name ?? 'attachment');
}

function decodeBody({ headers, body }: Part): Uint8Array {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
  if (encoding === 'base64') return decodeBase64(body);
  return bytesFromString(encoding === 'quoted-printable' ? decodeQuoted(body) : body);
}

/** Encoded words of RFC 2047; two of them in a row belong together. */
function decodeWords(text: string): string {
  if (!text.includes('=?')) return decodeText(bytesFromString(text));
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(
      /=\?([\w-]{1,40})(?:\*\w+)?\?([bq])\?([^?]*)\?=/gi,
      (_whole, charset: string, encoding: string, word: string) =>
        decodeText(
          encoding.toLowerCase() === 'b'
            ? decodeBase64(word)
            : bytesFromString(decodeQuoted(word.replaceAll('_', ' '))),
          charset,
        ),
    );
}

function decodeQuoted(text: string): string {
  return text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_whole, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
}

function decodeBase64(text: string): Uint8Array {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
  // A length of one over a multiple of four cannot be: the last letter was cut off.
  const whole = clean.length % 4 === 1 ? clean.slice(0, -1) : clean;
  return bytesFromString(atob(whole));
}
