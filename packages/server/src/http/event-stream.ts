/**
 * Server-sent events on a plain `ReadableStream`: frames are pushed, a ping goes out every ten
 * seconds, and a reader too slow to keep up is cut off instead of filling the memory. It gets what
 * was queued for it first, so one that comes back with `Last-Event-ID` gets on, however long the
 * run; one that reads nothing at all is cut off at once after a while.
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
/** How long a reader who is to be cut off may read nothing. */
const stalledMs = 30_000;
const encoder = new TextEncoder();

export function eventStream({
  start,
  headers = {},
  ping: pingFrame = 'event: ping\n\n',
}: EventStreamOptions): Response {
  let leave: (() => void) | undefined;
  let ping: NodeJS.Timeout | undefined;
  let open = true;
  let stalled: NodeJS.Timeout | undefined;
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
          stalled = setTimeout(() => controller.error(tooSlow()), stalledMs);
          stalled.unref();
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
        // Past events alone may have been too many: then nobody needs to be told more.
        if (open) return;
        clearInterval(ping);
        if (stalled) leave?.();
      },
      /** Called when there is room again. */
      pull(controller) {
        if (!stalled) return;
        stalled.refresh();
        if (controller.desiredSize !== pendingBytesMax) return;
        clearTimeout(stalled);
        controller.error(tooSlow());
      },
      cancel() {
        finish();
        clearTimeout(stalled);
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

function tooSlow(): Error {
  return new Error('The reader is too slow.');
}
