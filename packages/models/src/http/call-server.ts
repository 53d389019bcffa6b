import { AppError, type Clock } from '@outpost/contracts';
import type { Fetch } from './fetch.ts';
import { decodeText, readBytes } from './read-body.ts';
import {
  embeddedError,
  isWebPage,
  redact,
  statusError,
  type ErrorContext,
} from './status-error.ts';
import { publicUrl, transportError } from './transport-error.ts';

/** How one server is called: by the clients of every wire format. */
export interface ServerCaller {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly provider: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly limits: SizeLimits & { readonly connectMs: number };
}

/** How much of an answer is accepted, in bytes. */
export interface SizeLimits {
  readonly responseBytesMax: number;
  readonly lineBytesMax: number;
}

export interface ServerRequest {
  readonly model: string;
  /** Joined to the base address; an absolute address is taken as it is. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly json?: unknown;
  readonly form?: FormData;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Sends one request; any status other than 2xx is thrown as the error it means. */
export async function callServer(caller: ServerCaller, request: ServerRequest): Promise<Response> {
  const { model, signal } = request;
  const url = addressOf(caller, request.path);
  const { connectMs } = caller.limits;
  let response: Response;
  try {
    response = await caller.fetch(url, {
      method: request.method ?? 'POST',
      headers: {
        ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
        accept: request.accept ?? 'application/json',
        ...caller.headers,
        ...request.headers,
      },
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
      ...(request.form === undefined ? {} : { body: request.form }),
      signal,
      connectTimeoutMs: connectMs,
    });
  } catch (thrown) {
    throw signal.aborted ? signal.reason : transportError(thrown, { model, url, connectMs });
  }
  // A page where data belongs: the front page of a relay, or the log-in page of a gateway.
  const isPage = (response.headers.get('content-type') ?? '').includes('text/html');
  if (response.ok && !isPage) return response;
  const text = await refusalText(response, model);
  const { status, headers } = response;
  throw statusError({ status, headers, text }, errorContext(caller, model));
}

/** Sends one request and parses its answer as JSON. */
export async function callForJson(caller: ServerCaller, request: ServerRequest): Promise<unknown> {
  const response = await callServer(caller, request);
  return readJson(caller, response, request);
}

/** Parses an answer as JSON, and throws the error that some servers put into one with status 200. */
export async function readJson(
  caller: ServerCaller,
  response: Response,
  { model, signal }: { readonly model: string; readonly signal: AbortSignal },
): Promise<unknown> {
  const limitBytes = caller.limits.responseBytesMax;
  const bytes = await guardedRead(caller, { model, signal }, () =>
    readBytes(response, { model, limitBytes }),
  );
  const text = decodeText(bytes, response.headers.get('content-type'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(caller, { model, text, status: response.status, cause });
  }
  const error = embeddedError(value, errorContext(caller, model));
  if (error) throw error;
  return value;
}

/** Turns what breaks while an answer is read into the error it means. */
export async function guardedRead<T>(
  caller: ServerCaller,
  { model, signal }: { readonly model: string; readonly signal: AbortSignal },
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw readError(caller, { model, signal, thrown });
  }
}

export function readError(
  caller: ServerCaller,
  {
    model,
    signal,
    thrown,
  }: { readonly model: string; readonly signal: AbortSignal; readonly thrown: unknown },
): unknown {
  if (signal.aborted) return signal.reason;
  const { connectMs } = caller.limits;
  return transportError(thrown, { model, url: caller.baseUrl, connectMs });
}

/** An answer that is not what the format promises; a web page is told apart, as it has another cure. */
export function unreadable(
  caller: ServerCaller,
  {
    model,
    text,
    status,
    cause,
  }: {
    readonly model: string;
    readonly text: string;
    readonly status: number;
    readonly cause?: unknown;
  },
): AppError {
  if (isWebPage(text))
    return statusError({ status, headers: new Headers(), text }, errorContext(caller, model));
  const start = redact(text.slice(0, excerptCharacters), caller.secrets);
  const reason = text.trim() === '' ? 'it is empty' : `it begins with ${JSON.stringify(start)}`;
  return new AppError('model_answer_invalid', { details: { model, reason }, cause });
}

export function errorContext(caller: ServerCaller, model: string): ErrorContext {
  const { provider, secrets } = caller;
  return { model, provider, secrets, nowMs: caller.clock.now() };
}

function addressOf({ baseUrl, provider }: ServerCaller, path: string): string {
  const url = /^https?:\/\//.test(path) ? path : `${baseUrl}${path}`;
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url;
  const reason =
    baseUrl === ''
      ? 'it has no address.'
      : `${publicUrl(baseUrl)} is not an http or https address.`;
  throw new AppError('model_provider_misconfigured', { details: { provider, reason } });
}

async function refusalText(response: Response, model: string): Promise<string> {
  try {
    const bytes = await readBytes(response, { model, limitBytes: refusalBytesMax });
    return decodeText(bytes, response.headers.get('content-type'));
  } catch {
    // The status alone tells enough when its explanation is endless or cut off.
    return '';
  }
}

const refusalBytesMax = 256 * 1024;
const excerptCharacters = 200;
