import { AppError, messageOf } from '@outpost/contracts';

export interface FetchOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One request. Credentials in the address become a header, which `fetch` drops on another host. */
export async function fetchOnce(address: string, options: FetchOptions): Promise<Response> {
  const url = new URL(address);
  const headers = new Headers(options.headers);
  if (url.username !== '' || url.password !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    url.username = '';
    url.password = '';
  }
  try {
    return await options.fetch(url, { headers, signal: options.signal, redirect: 'follow' });
  } catch (error) {
    options.signal.throwIfAborted();
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new AppError('pack_unreachable', {
      details: { source: hostOf(address), reason: messageOf(cause) || 'no connection' },
      cause: error,
    });
  }
}

const textBytesMax = 64 * 2 ** 20;
const textTimeoutMs = 30_000;

/** The text of a small answer; null when the server has no such thing (404, 410). Throws `pack_unreachable`. */
export async function fetchText(address: string, options: FetchOptions): Promise<string | null> {
  const deadline = AbortSignal.timeout(textTimeoutMs);
  const failed = (reason: string, cause?: unknown): AppError =>
    new AppError('pack_unreachable', { details: { source: hostOf(address), reason }, cause });
  try {
    const response = await fetchOnce(address, {
      ...options,
      signal: AbortSignal.any([options.signal, deadline]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return null;
      throw failed(`it answered with status ${response.status}`);
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > textBytesMax) throw failed(`its answer is larger than ${textBytesMax} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.aborted) throw failed(`it did not answer within ${textTimeoutMs} ms`, error);
    throw error instanceof AppError ? error : failed(messageOf(error), error);
  }
}

/** The host of an address, fit to be shown: without credentials. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? 'the address';
}
