/**
 * Reads server-sent events of a response, as they come. Format: the HTML standard's "event stream",
 * of which our server uses `id`, `event`, `data` and comments (heart-beats).
 */

export interface StreamedEvent {
  /** The last id sent so far, for resuming after it; empty when there was none. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Ends with the stream; throws what the connection throws. Stopping to iterate closes it. */
export async function* readEventStream(response: Response): AsyncGenerator<StreamedEvent> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let pending = '';
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      pending += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const blocks = pending.split(/\r\n\r\n|\n\n|\r\r/);
      // What follows the last blank line is not whole yet; at the end the standard drops it.
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = readBlock(block, id);
        id = event.id;
        if (event.data !== null) yield { id, type: event.type, data: event.data };
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readBlock(block: string, lastId: string) {
  let id = lastId;
  let type = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id') id = value;
  }
  return { id, type, data: data.length === 0 ? null : data.join('\n') };
}
