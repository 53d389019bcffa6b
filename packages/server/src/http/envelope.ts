/**
 * Web firewalls in front of an installation refuse bodies that look like an attack: code, SQL and
 * templates, which is what people write here. The studio then sends its writes in an envelope: a
 * POST with `x-outpost-envelope: METHOD` and the body `{"data": "<the real body in base64>"}`.
 * Nothing else changes: path, session, token, permission and limits are those of the real request.
 */
import { AppError } from '@outpost/contracts';
import { readJson } from './body.ts';

const methods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The request inside the envelope, or the request itself when it has none. */
export async function openEnvelope(request: Request, bytesMax: number): Promise<Request> {
  const method = request.headers.get('x-outpost-envelope');
  if (method === null || request.method !== 'POST') return request;
  if (!methods.has(method)) throw invalid(`the method ${method} is not one that writes`);
  // Base64 is a third longer than what it carries.
  const envelope = await readJson(request, Math.ceil(bytesMax * 1.4) + 1024);
  const data = (envelope as { readonly data?: unknown } | null | undefined)?.data;
  if (typeof data !== 'string') throw invalid('its field “data” is missing');
  const body = Buffer.from(data, 'base64');
  const headers = new Headers(request.headers);
  headers.delete('x-outpost-envelope');
  headers.set('content-length', String(body.length));
  return new Request(request.url, {
    method,
    headers,
    signal: request.signal,
    ...(body.length === 0 ? {} : { body }),
  });
}

function invalid(reason: string): AppError {
  return new AppError('envelope_invalid', { details: { reason } });
}
