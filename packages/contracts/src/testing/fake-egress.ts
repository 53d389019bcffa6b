import type { Egress, EgressRequest, EgressResponse } from '../ports/egress.ts';

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as UTF-8. */
  readonly body?: string | Uint8Array;
}

/** A way out that answers what it is told to and remembers what it was asked. */
export function createFakeEgress(
  answer: FakeAnswer | ((request: EgressRequest) => FakeAnswer | Promise<FakeAnswer>) = {},
): Egress & { readonly requests: EgressRequest[] } {
  const requests: EgressRequest[] = [];
  return {
    requests,
    async send(request): Promise<EgressResponse> {
      request.signal.throwIfAborted();
      requests.push(request);
      const {
        status = 200,
        headers = {},
        body = '',
      } = typeof answer === 'function' ? await answer(request) : answer;
      return {
        status,
        headers,
        url: request.url,
        body: typeof body === 'string' ? utf8Bytes(body) : body,
      };
    },
  };
}

// `encodeURIComponent` is the one UTF-8 encoder that belongs to the language itself.
function utf8Bytes(text: string): Uint8Array {
  const encoded = encodeURIComponent(text.toWellFormed());
  const bytes = encoded.match(/%[0-9A-F]{2}|[^%]/g) ?? [];
  return Uint8Array.from(bytes, (byte) =>
    byte.startsWith('%') ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  );
}
