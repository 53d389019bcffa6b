/**
 * The outbound gate: every HTTP call of the product goes through here. Node and file calls are
 * guarded by address, before the name is looked up and again at connect time; model and pack calls
 * go to addresses that an administrator typed. What an administrator denied is denied to all of
 * them. Redirects are followed by hand, so that each hop is judged (`redirects.ts`).
 */
import { lookup as lookupName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import {
  AppError,
  messageOf,
  type Egress,
  type EgressRequest,
  type EgressResponse,
} from '@outpost/contracts';
import type { Agent, Dispatcher } from 'undici';
import { judgeAddress, judgeHost, type AddressPolicy } from './address-guard.ts';
import { loadUndici } from './load-undici.ts';
import { createModelFetch, type ModelFetch } from './model-fetch.ts';
import { nextHop, parseUrl } from './redirects.ts';

export interface EgressGate extends Egress {
  /** A `fetch` for model providers: the same gate and trust store, time-outs are the caller's. */
  readonly fetch: ModelFetch;
  close(): Promise<void>;
}

export interface EgressOptions {
  readonly policy: AddressPolicy;
  /** Extra certificates (PEM) that every call trusts. */
  readonly certificates?: readonly string[];
}

/** Connection pools kept at once; apps choose their connect time-outs, and each needs its own. */
const agentsMax = 32;
/** The longest time a timer can be set to; a longer one would fire at once. */
const timerMsMax = 2 ** 31 - 1;

export function createEgress({ policy, certificates = [] }: EgressOptions): EgressGate {
  const agents = new Map<string, Promise<Agent>>();

  function agentFor(guarded: boolean, verifyTls: boolean, connectMs: number): Promise<Agent> {
    const key = `${guarded} ${verifyTls} ${connectMs}`;
    const known = agents.get(key);
    agents.delete(key);
    const agent = known ?? makeAgent(guarded, verifyTls, connectMs);
    agents.set(key, agent);
    const [oldest] = agents.keys();
    if (agents.size > agentsMax && oldest !== undefined) {
      // It closes once its calls have ended.
      agents
        .get(oldest)
        ?.then((unused) => unused.close())
        .catch(() => {});
      agents.delete(oldest);
    }
    return agent;
  }

  async function makeAgent(
    guarded: boolean,
    verifyTls: boolean,
    connectMs: number,
  ): Promise<Agent> {
    const { Agent: AgentClass } = await loadUndici();
    return new AgentClass({
      // Models think for minutes between two bytes; whoever calls brings its own time-outs.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 64 * 1024,
      connections: 256,
      // Servers that do not say how long they keep an idle connection keep it for two seconds or more.
      keepAliveTimeout: 1500,
      connect: {
        timeout: Math.min(connectMs, timerMsMax),
        rejectUnauthorized: verifyTls,
        ...(certificates.length > 0 ? { ca: trustStore(certificates) } : {}),
        ...(guarded ? { lookup: guardedLookup } : {}),
      },
    });
  }

  async function send(request: EgressRequest): Promise<EgressResponse> {
    let url = parseUrl(request.url);
    let { method, body, headers } = request;
    for (let hop = 0; ; hop += 1) {
      const guarded = admit(url, request.purpose, policy);
      const agent = await agentFor(guarded, request.verifyTls, request.timeouts.connectMs);
      const answer = await exchange(agent, url, { ...request, method, headers, body });
      if (request.redirectsMax === 0) return answer;
      const next = nextHop(
        { url, method, body, headers },
        { status: answer.status, location: answer.headers['location'] },
      );
      if (!next) return answer;
      if (hop >= request.redirectsMax)
        throw new AppError('egress_failed', {
          details: { url: url.origin, reason: `more than ${request.redirectsMax} redirects` },
        });
      ({ url, method, body, headers } = next);
    }
  }

  return {
    send,
    fetch: createModelFetch({
      agentFor: (connectMs) => agentFor(false, true, connectMs),
      admit: (url) => void admit(url, 'model', policy),
    }),
    async close() {
      await Promise.all([...agents.values()].map(async (agent) => (await agent).destroy()));
    },
  };
}

/** Returns whether the looked-up address is to be judged too. */
function admit(url: URL, purpose: EgressRequest['purpose'], policy: AddressPolicy): boolean {
  const verdict = judgeHost(url, policy);
  const trusted = purpose === 'model' || purpose === 'pack';
  if (!verdict.allowed && (verdict.listed || !trusted))
    throw new AppError('egress_denied', { details: { url: url.origin, reason: verdict.reason } });
  return !trusted && !verdict.listed;
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookupName(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    for (const { address } of found) {
      const verdict = judgeAddress(address);
      if (!verdict.allowed)
        return callback(
          new AppError('egress_denied', { details: { url: hostname, reason: verdict.reason } }),
          '',
          0,
        );
    }
    if (options.all) return callback(null, found);
    const first = found[0];
    if (!first) return callback(new Error(`${hostname} has no address`), '', 0);
    return callback(null, first.address, first.family);
  });
};

async function exchange(agent: Agent, url: URL, request: EgressRequest): Promise<EgressResponse> {
  const { request: send } = await loadUndici();
  const timer = deadline(request);
  try {
    const answer = await send(url, {
      dispatcher: agent,
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers.flat(),
      body: request.body,
      signal: timer.signal,
    });
    const body = await readBody(answer.body, request, url, timer);
    return { status: answer.statusCode, headers: joinHeaders(answer.headers), url: url.href, body };
  } catch (error) {
    throw explain(error, url, request, timer.limit());
  } finally {
    timer.clear();
  }
}

/** Until the first byte of the answer the write and read limits count together, then each pause on its own. */
function deadline(request: EgressRequest): {
  readonly signal: AbortSignal;
  touch(): void;
  limit(): string | null;
  clear(): void;
} {
  const control = new AbortController();
  let passed: string | null = null;
  const expire = (limit: string): void => {
    passed = limit;
    control.abort();
  };
  const { writeMs, readMs } = request.timeouts;
  let timer = setTimeout(expire, Math.min(writeMs + readMs, timerMsMax), 'read');
  const stop = (): void => control.abort();
  if (request.signal.aborted) stop();
  else request.signal.addEventListener('abort', stop, { once: true });
  return {
    signal: control.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(expire, Math.min(readMs, timerMsMax), 'read');
    },
    limit: () => passed,
    clear() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', stop);
    },
  };
}

async function readBody(
  stream: AsyncIterable<Buffer> & { destroy(): void },
  request: EgressRequest,
  url: URL,
  timer: { touch(): void },
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    timer.touch();
    sizeBytes += chunk.length;
    if (sizeBytes > request.responseBytesMax) {
      stream.destroy();
      throw new AppError('egress_too_large', {
        details: { url: url.origin, limitBytes: request.responseBytesMax },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function explain(error: unknown, url: URL, request: EgressRequest, limit: string | null): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.cause instanceof AppError) return error.cause;
  if (request.signal.aborted) return request.signal.reason ?? error;
  const code = (error as { code?: string }).code;
  if (limit !== null || code === 'UND_ERR_CONNECT_TIMEOUT') {
    const name = limit ?? 'connect';
    const valueMs = limit === null ? request.timeouts.connectMs : request.timeouts.readMs;
    return new AppError('egress_timed_out', {
      details: { url: url.origin, limit: name, valueMs },
      cause: error,
    });
  }
  const reason = code === undefined ? messageOf(error) : `${messageOf(error)} (${code})`;
  return new AppError('egress_failed', { details: { url: url.origin, reason }, cause: error });
}

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined)
      joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return joined;
}

function trustStore(certificates: readonly string[]): string[] {
  return [...systemCertificates(), ...certificates];
}

function systemCertificates(): readonly string[] {
  // Loaded only when certificates were added: reading the bundled list costs a few milliseconds.
  return process.getBuiltinModule('node:tls').rootCertificates;
}
