/**
 * One request and its answer as a `Response` whose body arrives piece by piece. It is undici's
 * `fetch` without what a browser needs of it: a token's way through that one costs twice as much.
 */
import type { Dispatcher } from 'undici';
import type { ReadingTurns } from './reading-turns.ts';

export interface StreamRequest {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array | null;
  readonly signal: AbortSignal | null;
  readonly turns: ReadingTurns;
}

/** What lies unread before the server is asked to wait. */
const unreadBytesMax = 64 * 1024;
/** From here on a piece is of a server that sends faster than a model talks. */
const largePieceBytes = 4096;
const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Resolves with the head of the answer; rejects with what broke the connection, or the signal's reason. */
export function streamResponse(request: StreamRequest): Promise<Response> {
  const { dispatcher, url, method, headers, body, signal, turns } = request;
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  if (signal?.aborted) return Promise.reject(signal.reason);
  const answer = createBody(turns);
  let stop = (): void => {};
  const settle = (): void => signal?.removeEventListener('abort', stop);
  dispatcher.dispatch(
    {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      body,
    },
    {
      onRequestStart(controller) {
        stop = () => controller.abort(signal?.reason as Error);
        // Given up while it waited for a connection.
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop, { once: true });
      },
      onResponseStart(controller, status, answerHeaders, statusText = '') {
        if (status < 200) return;
        const hasBody = !bodyless.has(status) && method !== 'HEAD';
        const head = { status, statusText, headers: headersFrom(answerHeaders) };
        const stream = hasBody ? answer.open(controller) : null;
        resolve(new Response(stream && decoded(stream, head.headers), head));
      },
      onResponseData: (_, piece) => answer.take(piece),
      onResponseEnd() {
        settle();
        answer.end();
      },
      onResponseError(_, error) {
        settle();
        const reason: unknown = signal?.aborted ? signal.reason : error;
        reject(reason);
        answer.fail(reason);
      },
    },
  );
  return promise;
}

/** Pieces in, a stream out; large pieces wait for their turn, and with them all that come behind. */
function createBody(turns: ReadingTurns) {
  let connection: Dispatcher.DispatchController | undefined;
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isOpen = false;
  /** Those that wait for their turn, and whether more will come behind them. */
  let inTurn = 0;
  let atEnd = (): void => {};

  const give = (piece: Uint8Array): void => {
    if (!isOpen) return;
    stream?.enqueue(piece);
    if ((stream?.desiredSize ?? 1) <= 0) connection?.pause();
  };
  const close = (finish: () => void): void => {
    atEnd = () => {
      if (isOpen) finish();
      isOpen = false;
    };
    if (inTurn === 0) atEnd();
  };

  return {
    open(controller: Dispatcher.DispatchController): ReadableStream<Uint8Array> {
      connection = controller;
      isOpen = true;
      return new ReadableStream<Uint8Array>(
        {
          start(made) {
            stream = made;
          },
          pull() {
            if (inTurn === 0 && connection?.paused) connection.resume();
          },
          cancel(reason) {
            isOpen = false;
            connection?.abort(reason instanceof Error ? reason : new Error('Nobody reads on.'));
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: unreadBytesMax }),
      );
    },
    take(piece: Uint8Array): void {
      if (inTurn === 0 && piece.byteLength < largePieceBytes) return give(piece);
      connection?.pause();
      inTurn += 1;
      turns.take(piece.byteLength, () => {
        inTurn -= 1;
        give(piece);
        if (inTurn > 0) return;
        atEnd();
        if (isOpen && (stream?.desiredSize ?? 0) > 0) connection?.resume();
      });
    },
    end: () => close(() => stream?.close()),
    fail: (reason: unknown) => close(() => stream?.error(reason)),
  };
}

function headersFrom(
  pairs: Readonly<Record<string, string | readonly string[] | undefined>>,
): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(pairs))
    for (const each of typeof value === 'string' ? [value] : (value ?? []))
      headers.append(name, each);
  return headers;
}

/** Compression is not asked for, as it holds tokens back; some gateways do it all the same. */
function decoded(stream: ReadableStream<Uint8Array>, headers: Headers): ReadableStream<Uint8Array> {
  const format = formats[headers.get('content-encoding')?.trim().toLowerCase() ?? ''];
  if (format === undefined) return stream;
  const { readable, writable } = new DecompressionStream(format);
  // A body that breaks off breaks off what is made of it: the reader is told there.
  stream.pipeTo(writable as WritableStream<Uint8Array>).catch(() => {});
  return readable;
}

type Format = ConstructorParameters<typeof DecompressionStream>[0];
const formats: Readonly<Record<string, Format>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'brotli',
};
