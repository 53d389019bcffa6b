import { answerTooLarge } from './read-body.ts';

export interface EventLimits {
  readonly model: string;
  readonly responseBytesMax: number;
  readonly lineBytesMax: number;
}

/**
 * Reads a server-sent event stream (WHATWG HTML, 9.2.6) as groups of `data` payloads, one group a
 * network read, so that a fast server costs one turn of the event loop a read and not one a token.
 * A group may be empty: a comment, or half an event, is a sign of life too.
 *
 * Kinder than the standard where servers are careless: events that no blank line divides, bare JSON
 * lines without `data:`, a last event without its line end. `[DONE]` is handed on like any payload.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  { model, responseBytesMax, lineBytesMax }: EventLimits,
): AsyncGenerator<readonly string[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let sizeBytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      sizeBytes += value.byteLength;
      if (sizeBytes > responseBytesMax)
        throw answerTooLarge(model, 'response_size', responseBytesMax);
      const text = rest + decoder.decode(value, { stream: true });
      const end = text.lastIndexOf('\n');
      rest = end < 0 ? text : text.slice(end + 1);
      // Characters stand for bytes here: the bound is against floods, not an exact measure.
      if (rest.length > lineBytesMax) throw answerTooLarge(model, 'line_size', lineBytesMax);
      yield end < 0 ? nothing : payloads(text.slice(0, end));
    }
    const last = payloads(rest + decoder.decode());
    if (last.length > 0) yield last;
  } finally {
    // Also closes the connection when the reader of this stream stopped early.
    await reader.cancel().catch(() => undefined);
  }
}

function payloads(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const first = line.charCodeAt(0);
    if (first === letterD && line.startsWith('data:')) {
      const payload = line.slice(5).trim();
      if (payload !== '') found.push(payload);
    } else if (first === brace) found.push(line.trim());
  }
  return found;
}

const nothing: readonly string[] = [];
const letterD = 'd'.charCodeAt(0);
const brace = '{'.charCodeAt(0);
