import type { ServerCaller } from './call-server.ts';
import type { Fetch } from './fetch.ts';
import { answerTooLarge } from './read-body.ts';
import { transportError } from './transport-error.ts';

/** A `fetch` for libraries that know no limits: bounds the answer and says why a connection failed. */
export function limitedFetch(
  { fetch, limits }: Pick<ServerCaller, 'fetch' | 'limits'>,
  model: string,
): typeof globalThis.fetch {
  const call: Fetch = async (url, init) => {
    const { connectMs, responseBytesMax } = limits;
    let response: Response;
    try {
      response = await fetch(url, { ...init, connectTimeoutMs: connectMs });
    } catch (thrown) {
      throw init.signal?.aborted ? thrown : transportError(thrown, { model, url, connectMs });
    }
    if (!response.body) return response;
    let sizeBytes = 0;
    const bounded = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          sizeBytes += piece.byteLength;
          if (sizeBytes > responseBytesMax)
            controller.error(answerTooLarge(model, 'response_size', responseBytesMax));
          else controller.enqueue(piece);
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(bounded, { status, statusText, headers });
  };
  return (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return call(url, init ?? {});
  };
}
