import { messageOf } from '@outpost/contracts';
import type { Fetch } from '../http/fetch.ts';

/** One request and what came back, as raw as may be shown: without secrets, and cut. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Null when no answer came. */
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  /** Why no answer came. */
  readonly error: string | null;
}

/** A `fetch` that keeps what went over the wire, the last few exchanges at most. */
export function recordExchanges(
  fetch: Fetch,
  secrets: readonly string[],
): {
  readonly fetch: Fetch;
  /** The content type of the last answer; empty when there was none. */
  readonly lastContentType: () => string;
  /** The exchanges since it was last called. */
  readonly take: () => readonly Exchange[];
} {
  let drafts: Draft[] = [];
  const clean = (text: string): string => {
    let result = text;
    for (const secret of secrets)
      if (secret.length >= secretCharactersMin) result = result.replaceAll(secret, '…');
    return result;
  };
  return {
    async fetch(url, init) {
      const draft: Draft = {
        request: {
          method: init.method ?? 'GET',
          url: clean(url),
          headers: shownHeaders(new Headers(init.headers), clean),
          body: typeof init.body === 'string' ? clean(cut(init.body)) : '',
        },
        status: null,
        headers: {},
        pieces: [],
        sizeBytes: 0,
        error: null,
      };
      drafts = [...drafts, draft].slice(-exchangesMax);
      try {
        const response = await fetch(url, init);
        draft.status = response.status;
        draft.headers = shownHeaders(response.headers, clean);
        return response.body ? tapped(response, response.body, draft) : response;
      } catch (thrown) {
        draft.error = clean(withCauses(thrown));
        throw thrown;
      }
    },
    lastContentType: () => drafts.at(-1)?.headers['content-type'] ?? '',
    take() {
      const taken = drafts.map(({ request, status, headers, pieces, error }) => ({
        request,
        response:
          status === null ? null : { status, headers, body: clean(cut(textOfPieces(pieces))) },
        error,
      }));
      drafts = [];
      return taken;
    },
  };
}

interface Draft {
  readonly request: Exchange['request'];
  status: number | null;
  headers: Readonly<Record<string, string>>;
  readonly pieces: Uint8Array[];
  sizeBytes: number;
  error: string | null;
}

/** Hands the bytes on and keeps the first of them. */
function tapped(response: Response, body: ReadableStream<Uint8Array>, draft: Draft): Response {
  const tap = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      if (draft.sizeBytes < bodyBytesMax)
        draft.pieces.push(piece.slice(0, bodyBytesMax - draft.sizeBytes));
      draft.sizeBytes += piece.byteLength;
      controller.enqueue(piece);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body.pipeThrough(tap), { status, statusText, headers });
}

function shownHeaders(
  headers: Headers,
  clean: (text: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, secretHeaders.test(name) ? '…' : clean(value)]),
  );
}

function textOfPieces(pieces: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}

function withCauses(thrown: unknown): string {
  const parts = [messageOf(thrown)];
  let { cause } = thrown instanceof Error ? thrown : { cause: undefined };
  while (cause instanceof Error && parts.length < causesMax) {
    parts.push(cause.message);
    cause = cause.cause;
  }
  return parts.join(' ← ');
}

function cut(text: string): string {
  return text.length > bodyBytesMax ? `${text.slice(0, bodyBytesMax)}…` : text;
}

const exchangesMax = 6;
const bodyBytesMax = 4096;
const causesMax = 5;
const secretCharactersMin = 4;
const secretHeaders = /authorization|api-key|token|cookie|secret/i;
