/**
 * `fetch` for model providers, of which it offers what they use: headers, a body in one piece, a
 * signal. Redirects are followed by hand: a key must not travel to another
 * server, and neither must a prompt.
 */
import { AppError } from '@outpost/contracts';
import type { Agent } from 'undici';
import { createReadingTurns } from './reading-turns.ts';
import { nextHop, parseUrl, type Hop } from './redirects.ts';
import { streamResponse } from './stream-response.ts';

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
  const turns = createReadingTurns();
  return async (address, { connectTimeoutMs = defaultConnectMs, ...init } = {}) => {
    const dispatcher = await agentFor(connectTimeoutMs);
    let hop = await firstHop(address, init);
    for (let redirects = 0; ; redirects += 1) {
      const { url, method, body, headers } = hop;
      admit(url);
      const answer = await streamResponse({
        dispatcher,
        url,
        method,
        headers,
        body,
        signal: init.signal ?? null,
        turns,
      });
      const location = answer.headers.get('location') ?? undefined;
      const next = nextHop(hop, { status: answer.status, location });
      if (!next) return answer;
      await answer.body?.cancel();
      if (redirects >= redirectsMax) throw tooMany(url);
      if (method !== 'GET' && method !== 'HEAD' && next.url.origin !== url.origin)
        throw sentElsewhere(url, next.url);
      hop = next;
    }
  };
}

async function firstHop(address: string, init: RequestInit): Promise<Hop<string | Uint8Array>> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', '*/*');
  // Some firewalls refuse clients without a name.
  if (!headers.has('user-agent')) headers.set('user-agent', 'outpost');
  let body: string | Uint8Array | null = null;
  if (typeof init.body === 'string' || init.body instanceof Uint8Array) body = init.body;
  else if (init.body) {
    // Forms and what else a body can be; as bytes they can be sent a second time.
    const encoded = new Response(init.body);
    const type = encoded.headers.get('content-type');
    if (type !== null && (init.body instanceof FormData || !headers.has('content-type')))
      headers.set('content-type', type);
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
