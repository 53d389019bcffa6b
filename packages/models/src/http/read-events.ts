import type { Clock } from '@outpost/contracts';
import { answerTooLarge } from './read-body.ts';

export interface EventLimits {
  readonly model: string;
  readonly responseBytesMax: number;
  readonly lineBytesMax: number;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * Reads a server-sent event stream (WHATWG HTML, 9.2.6) as groups of `data` payloads, one group a
 * network read, so that a fast server costs one turn of the event loop a read and not one a token.
 * A group may be empty: a comment, or half an event, is a sign of life too.
 *
 * Kinder than the standard where servers are careless: events that no blank line divides, bare JSON
 * lines without `data:`, a last event without its line end. `[DONE]` is handed on like any payload;
 * who stops there leaves a connection that serves the next call, who stops before it closes it.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  { model, responseBytesMax, lineBytesMax, clock }: EventLimits,
): AsyncGenerator<readonly string[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let sizeBytes = 0;
  let isWhole = false;
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
      const found = end < 0 ? nothing : payloads(text.slice(0, end));
      isWhole ||= found.at(-1) === '[DONE]';
      yield found;
    }
    const last = payloads(rest + decoder.decode());
    if (last.length > 0) yield last;
  } finally {
    if (isWhole) readOut(reader, clock);
    else await reader.cancel().catch(() => undefined);
  }
}

/** What comes behind `[DONE]` is the end of the body, now or in a moment; nobody waits for it. */
function readOut(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  clock: Pick<Clock, 'after'>,
): void {
  let isOver = false;
  const stopTimer = clock.after(endMs, () => {
    isOver = true;
    reader.cancel().catch(() => undefined);
  });
  const read = (): void => {
    reader.read().then(({ done }) => {
      if (done) stopTimer();
      else if (!isOver) read();
    }, stopTimer);
  };
  read();
}

const endMs = 1000;

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
