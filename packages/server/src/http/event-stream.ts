/**
 * Server-sent events as an answer. What writes them knows no socket; who answers with them does
 * (`pour-events.ts`). Read as a plain `Response`, they begin when the body is first read.
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

/** Where frames go. */
export interface EventOutlet {
  /** False when this was too much: nothing more is told. */
  write(frame: string): boolean;
  /** Nothing more comes. */
  end(): void;
}

/** Begins to tell; returns what to do when the reader goes away. */
export type EventSource = (outlet: EventOutlet) => () => void;

/** More than this is not kept for a reader who does not keep up. */
export const pendingBytesMax = 4 * 1024 * 1024;
const pingMs = 10_000;
const encoder = new TextEncoder();
const sources = new WeakMap<Response, EventSource>();

export function eventStream({ headers = {}, ...options }: EventStreamOptions): Response {
  const source = sourceOf(options);
  const answer = new Response(bodyOf(source), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx holds back answers that lack this.
      'x-accel-buffering': 'no',
      ...headers,
    },
  });
  sources.set(answer, source);
  return answer;
}

/** The events that an answer is made of; whoever takes them leaves its body alone. */
export function eventsOf(answer: Response): EventSource | undefined {
  return sources.get(answer);
}

function sourceOf({
  start,
  ping: pingFrame = 'event: ping\n\n',
}: Omit<EventStreamOptions, 'headers'>): EventSource {
  return (outlet) => {
    let open = true;
    let leave: (() => void) | undefined;
    const finish = (): void => {
      open = false;
      clearInterval(ping);
    };
    const raw = (frame: string): void => {
      if (!open || outlet.write(frame)) return;
      finish();
      leave?.();
    };
    const ping = setInterval(() => raw(pingFrame), pingMs);
    let isEnded = false;
    leave = start({
      raw,
      send: (data, id) =>
        raw(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`),
      close() {
        if (!open) return;
        finish();
        isEnded = true;
        outlet.end();
      },
    });
    // Past events alone may have been too many: then nobody needs to be told more.
    if (!open && !isEnded) leave?.();
    return () => {
      if (!open) return;
      finish();
      leave?.();
    };
  };
}

function bodyOf(source: EventSource): ReadableStream<Uint8Array> {
  let leave: (() => void) | undefined;
  let isCut = false;
  return new ReadableStream<Uint8Array>(
    {
      /** Called when somebody reads and nothing is left to read. */
      pull(controller) {
        if (isCut) controller.error(new Error('The reader is too slow.'));
        leave ??= source({
          write(frame) {
            controller.enqueue(encoder.encode(frame));
            isCut = -(controller.desiredSize ?? 0) >= pendingBytesMax;
            return !isCut;
          },
          end: () => controller.close(),
        });
      },
      cancel: () => leave?.(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}
