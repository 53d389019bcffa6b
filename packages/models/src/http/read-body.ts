import { AppError } from '@outpost/contracts';

/** The bytes of an answer; throws `model_answer_too_large` above the limit without reading on. */
export async function readBytes(
  response: Response,
  { model, limitBytes }: { readonly model: string; readonly limitBytes: number },
): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of streamBytes(response, { model, limitBytes })) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
  }
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}

/** The bytes as they arrive; ending early closes the connection. */
export async function* streamBytes(
  response: Response,
  { model, limitBytes }: { readonly model: string; readonly limitBytes: number },
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let sizeBytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      sizeBytes += value.byteLength;
      if (sizeBytes > limitBytes) throw answerTooLarge(model, 'response_size', limitBytes);
      yield value;
    }
  } finally {
    // Also tells the server to stop when the reader went away early.
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * Text in the character set that the answer claims, or else UTF-8, or else GB18030: the pages of
 * Chinese gateways are often GBK without saying so.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const named = /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1];
  const inPage = /charset=["']?([\w-]+)/i.exec(latinOf(bytes.subarray(0, pageHeadBytes)))?.[1];
  for (const charset of [named, inPage, 'utf-8', 'gb18030']) {
    if (charset === undefined) continue;
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {
      // Not this one, or a name nobody knows: the next may fit.
    }
  }
  return new TextDecoder().decode(bytes);
}

export function answerTooLarge(model: string, limit: string, limitBytes: number): AppError {
  return new AppError('model_answer_too_large', { details: { model, limit, limitBytes } });
}

function latinOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

const pageHeadBytes = 1024;
