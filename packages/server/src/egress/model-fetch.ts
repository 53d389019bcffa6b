/**
 * `fetch` for model providers. Redirects are followed by hand: a key must not travel to another
 * server, and neither must a prompt.
 */
import { AppError } from '@outpost/contracts';
import type { Agent, RequestInit as UndiciInit } from 'undici';
import { loadUndici } from './load-undici.ts';
import { nextHop, parseUrl, type Hop } from './redirects.ts';

export type ModelFetch = (
  url: string,
  init?: RequestInit & { readonly connectTimeoutMs?: number },
) => Promise<Response>;

export interface ModelFetchOptions {
  /** The connections to use; the time-out is that of making one. */
  readonly agentFor: (connectMs: number) => Promise<Agent>;
  /** Throws `egress_denied` for an address that an administrator denied. */
  readonly admit: (url: URL) => void;
}

const redirectsMax = 5;
const defaultConnectMs = 10_000;

export function createModelFetch({ agentFor, admit }: ModelFetchOptions): ModelFetch {
  return async (address, { connectTimeoutMs = defaultConnectMs, ...init } = {}) => {
    const { fetch: undiciFetch } = await loadUndici();
    const dispatcher = await agentFor(connectTimeoutMs);
    let hop = await firstHop(address, init);
    for (let redirects = 0; ; redirects += 1) {
      const { url, method, body, headers } = hop;
      admit(url);
      const answer = await undiciFetch(url, {
        ...(init.signal ? { signal: init.signal } : {}),
        method,
        body: body as UndiciInit['body'] & object,
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        redirect: 'manual',
        dispatcher,
      });
      const location = answer.headers.get('location') ?? undefined;
      const next = nextHop(hop, { status: answer.status, location });
      // The types of undici and of the platform's fetch differ in name only.
      if (!next) return answer as unknown as Response;
      await answer.body?.cancel();
      if (redirects >= redirectsMax) throw tooMany(url);
      if (method !== 'GET' && method !== 'HEAD' && next.url.origin !== url.origin)
        throw sentElsewhere(url, next.url);
      hop = next;
    }
  };
}

async function firstHop(address: string, init: RequestInit): Promise<Hop<unknown>> {
  const headers = new Headers(init.headers);
  let body: unknown = init.body ?? null;
  if (body instanceof FormData) {
    // undici knows only forms of its own making; bytes it can also send a second time.
    const encoded = new Response(body);
    headers.set('content-type', encoded.headers.get('content-type') ?? 'multipart/form-data');
    body = new Uint8Array(await encoded.arrayBuffer());
  }
  return {
    url: parseUrl(address),
    method: init.method?.toUpperCase() ?? 'GET',
    body,
    headers: [...headers],
  };
}

function tooMany(url: URL): AppError {
  const reason = `more than ${redirectsMax} redirects`;
  return new AppError('egress_failed', { details: { url: url.origin, reason } });
}

function sentElsewhere(url: URL, next: URL): AppError {
  const reason = {
    en: `${url.origin} sends what it is asked to ${next.origin}. If that is right, set ${next.origin} as the address of the provider.`,
    zh: `${url.origin} 将请求转到了 ${next.origin}。如确认无误，请把供应商地址改为 ${next.origin}。`,
  };
  return new AppError('egress_denied', { details: { url: next.origin, reason } });
}
