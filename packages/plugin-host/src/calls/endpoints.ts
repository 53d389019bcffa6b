import { AppError } from '@outpost/contracts';
import { z } from 'zod';
import { textOf } from '../declaration/fields.ts';
import { rawRequest, type RawRequest } from '../shapes/http-messages.ts';
import type { CallContext } from './call-context.ts';
import { reading, type Caller } from './caller.ts';

export interface EndpointAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Ends when the plugin is done. */
  readonly body: AsyncIterable<Uint8Array>;
}

const head = z.object({
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.unknown()).nullish(),
  result: z.string().nullish(),
});
const piece = z.object({ result: z.string() });

export type EndpointCalls = ReturnType<typeof createEndpointCalls>;

export function createEndpointCalls(caller: Caller) {
  const { plugin } = caller;
  const action = 'invoke_endpoint';
  return {
    async invoke(
      {
        request,
        settings,
      }: { readonly request: RawRequest; readonly settings: Readonly<Record<string, unknown>> },
      context: CallContext,
    ): Promise<EndpointAnswer> {
      const chunks = caller
        .stream(
          { type: 'endpoint', action, fields: { settings, raw_http_request: rawRequest(request) } },
          context,
        )
        [Symbol.asyncIterator]();
      const first = await chunks.next();
      if (first.done === true)
        throw new AppError('plugin_answer_invalid', {
          details: { plugin, action, reason: 'it said nothing' },
        });
      const { status, headers, result } = reading(plugin, action, () => head.parse(first.value));
      return {
        status,
        headers: Object.entries(headers ?? {}).map(([name, value]) => [name, textOf(value)]),
        body: bodyOf(result ?? null, chunks, (chunk) =>
          reading(plugin, action, () => piece.parse(chunk).result),
        ),
      };
    },
  };
}

async function* bodyOf(
  whole: string | null,
  rest: AsyncIterator<unknown>,
  read: (chunk: unknown) => string,
): AsyncGenerator<Uint8Array> {
  try {
    if (whole !== null) yield Buffer.from(whole, 'hex');
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield Buffer.from(read(next.value), 'hex');
    }
  } finally {
    await rest.return?.();
  }
}
