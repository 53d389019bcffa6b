import type { FileValue } from '@outpost/contracts';

export interface FormPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the bytes are; null for a text. */
  readonly file: FileValue | null;
}

/** A form as `multipart/form-data` (RFC 7578). */
export function multipartBody(parts: readonly FormPart[], boundary: string): Uint8Array {
  const encoder = new TextEncoder();
  const pieces = parts.flatMap((part) => [
    encoder.encode(`--${boundary}\r\n${partHead(part)}\r\n\r\n`),
    part.bytes,
    encoder.encode('\r\n'),
  ]);
  return concatenate([...pieces, encoder.encode(`--${boundary}--\r\n`)]);
}

function partHead({ name, file }: FormPart): string {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (!file) return disposition;
  const type = (file.mime_type ?? 'application/octet-stream').replace(/[\r\n]/g, '');
  return `${disposition}; filename="${quoted(file.filename ?? 'file')}"\r\nContent-Type: ${type}`;
}

// As browsers write it: a quote or a line break would end the header.
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
