import { AppError } from '@outpost/contracts';
import type { z } from 'zod';

/** Reads a request's body up to a limit, whatever its `Content-Length` says. */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  const tooLarge = (): AppError => new AppError('body_too_large', { details: { limitBytes } });
  const said = request.headers.get('content-length');
  if (Number(said ?? 0) > limitBytes) throw tooLarge();
  // The HTTP parser holds a sender to the length it gave, and a body read whole needs no stream:
  // that is a quarter of the cost of a short request.
  if (said !== null) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** Reads a JSON body; an empty one is undefined. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  const bytes = await readBody(request, limitBytes);
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(bytes);
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : 'it is not valid JSON in UTF-8';
    throw new AppError('request_invalid', { details: { path: 'body', reason } });
  }
}

const depthMax = 256;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON in UTF-8; throws a `SyntaxError` or `TypeError`, and a `RangeError` for what is nested
 * too deep: parsing copes with that, but whatever walks or writes the value later does not.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = strictUtf8.decode(bytes);
  if (text.length > depthMax && isTooDeep(text))
    throw new RangeError(`it is nested deeper than ${depthMax} levels`);
  return JSON.parse(text) as unknown;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) isText = !isText;
    else if (isText) {
      if (code === backslash) index += 1;
    } else if (code === openList || code === openObject) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (code === closeList || code === closeObject) depth -= 1;
  }
  return false;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];

/** Checks outside data against its schema; throws `request_invalid` with the path of the first fault. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  part: 'body' | 'query',
): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('request_invalid', {
    details: {
      path: [part, ...(issue?.path ?? [])].join('.'),
      reason: issue?.message ?? 'it has the wrong form',
    },
  });
}
