export interface ServerEvent {
  /** The last id that was told, with this event or before. */
  readonly id: string;
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events from an answer's body. `onSign` hears of every sign of life, comments and
 * pings included, so a caller can tell a silent run from a connection that is held up.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ServerEvent) => void,
  onSign: () => void = () => {},
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onSign();
      rest += decoder.decode(value, { stream: true }).replace(/\r\n?/g, '\n');
      const frames = rest.split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        let name = 'message';
        const data: string[] = [];
        for (const line of frame.split('\n')) {
          const [, field = '', text = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
          if (field === 'id') id = text;
          else if (field === 'event') name = text;
          else if (field === 'data') data.push(text);
        }
        if (data.length > 0) onEvent({ id, name, data: data.join('\n') });
      }
    }
  } finally {
    reader.releaseLock();
  }
}
