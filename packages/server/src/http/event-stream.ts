/**
 * Server-sent events on a plain `ReadableStream`: frames are pushed, a ping goes out every ten
 * seconds, and a reader too slow to keep up is cut off (it can come back with `Last-Event-ID`)
 * instead of filling the memory.
 */

export interface EventSink {
  /** One event: `data: <json>`, with an `id:` line when given. */
  send(data: unknown, id?: number): void;
  /** Text that is already a frame. */
  raw(frame: string): void;
  close(): void;
}

export interface EventStreamOptions {
  /** Called once, when the response is read; returns what to do when the reader goes away. */
  readonly start: (sink: EventSink) => (() => void) | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** What shows that the stream lives; an event without data unless the protocol wants another. */
  readonly ping?: string;
}

const pingMs = 10_000;
const pendingBytesMax = 4 * 1024 * 1024;
const encoder = new TextEncoder();

export function eventStream({
  start,
  headers = {},
  ping: pingFrame = 'event: ping\n\n',
}: EventStreamOptions): Response {
  let leave: (() => void) | undefined;
  let ping: NodeJS.Timeout | undefined;
  let open = true;
  const finish = (): void => {
    open = false;
    clearInterval(ping);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const raw = (frame: string): void => {
          if (!open) return;
          controller.enqueue(encoder.encode(frame));
          if ((controller.desiredSize ?? 0) > 0) return;
          finish();
          controller.error(new Error('The reader is too slow.'));
          leave?.();
        };
        ping = setInterval(() => raw(pingFrame), pingMs);
        leave = start({
          raw,
          send: (data, id) =>
            raw(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`),
          close() {
            if (!open) return;
            finish();
            controller.close();
          },
        });
        if (!open) clearInterval(ping);
      },
      cancel() {
        finish();
        leave?.();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: pendingBytesMax }),
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx holds back answers that lack this.
      'x-accel-buffering': 'no',
      ...headers,
    },
  });
}
