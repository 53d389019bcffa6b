/**
 * Serves the table of console routes: finds the route, checks the session, the permission and the
 * cross-site token, reads and checks the input, calls the handler, and writes the answer. A route
 * that is not in the table does not exist.
 */
import {
  AppError,
  consoleRoutes,
  type ConsoleRouteName,
  type ConsoleRoutes,
  type Language,
  type RouteInput,
  type RouteOutput,
  type RouteSpec,
} from '@outpost/contracts';
import { isAllowed, type Role } from '../auth/permissions.ts';
import type { ClientFacts } from './client-facts.ts';
import { parseRequest, readJson } from './body.ts';
import { openEnvelope } from './envelope.ts';
import { compileRoutes } from './route-table.ts';
import { statusOfError, toAppError } from './error-response.ts';

/** Who is signed in. */
export interface SignedIn {
  readonly sessionId: string;
  readonly accountId: string;
  readonly workspaceId: string;
  readonly role: Role;
  readonly csrfToken: string;
}

export interface ConsoleCall {
  readonly request: Request;
  readonly client: ClientFacts;
  readonly language: Language;
  /** Set for every route but public ones, where it may be null. */
  readonly signedIn: SignedIn | null;
  /** Headers to add to the answer, e.g. `set-cookie`. */
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

type Handler<Spec extends RouteSpec> = (
  call: ConsoleCall,
  input: RouteInput<Spec>,
) => Promise<RouteOutput<Spec> | Response> | RouteOutput<Spec> | Response;

/** One handler a route: a missing one does not compile. */
export type ConsoleHandlers = { readonly [Name in ConsoleRouteName]: Handler<ConsoleRoutes[Name]> };

export interface ConsoleRouterOptions {
  readonly handlers: ConsoleHandlers;
  /** Finds the session of a request's cookie. */
  readonly findSession: (request: Request, client: ClientFacts) => Promise<SignedIn | null>;
  /** Counts a request; throws `too_many_requests`. */
  readonly admit: (name: ConsoleRouteName, client: ClientFacts) => void;
  readonly jsonBytesMax: number;
  readonly report: (error: unknown, traceId: string) => void;
}

export interface ConsoleRouter {
  /** `path` is below the console's base. */
  handle(request: Request, path: string, client: ClientFacts): Promise<Response>;
}

export function createConsoleRouter(options: ConsoleRouterOptions): ConsoleRouter {
  const find = compileRoutes<ConsoleRouteName, RouteSpec>(consoleRoutes);
  return {
    async handle(request, path, client) {
      const language = languageOf(request);
      try {
        const opened = await openEnvelope(request, options.jsonBytesMax);
        return await dispatch(options, find, { request: opened, path, client, language });
      } catch (thrown) {
        return errorAnswer(toAppError(thrown, options.report), language);
      }
    },
  };
}

async function dispatch(
  { handlers, findSession, admit, jsonBytesMax }: ConsoleRouterOptions,
  find: ReturnType<typeof compileRoutes<ConsoleRouteName, RouteSpec>>,
  asked: { request: Request; path: string; client: ClientFacts; language: Language },
): Promise<Response> {
  const { request, path, client, language } = asked;
  const { name, spec, params } = find(request.method, path);
  admit(name, client);
  const signedIn = await findSession(request, client);
  authorise(spec, request, signedIn);
  const call: ConsoleCall = {
    request,
    client,
    language,
    signedIn,
    headers: new Headers(),
    signal: request.signal,
  };
  const input = {
    params,
    query: spec.query ? parseRequest(spec.query, queryOf(request), 'query') : undefined,
    body: spec.body
      ? parseRequest(spec.body, (await readJson(request, jsonBytesMax)) ?? {}, 'body')
      : undefined,
  };
  // The table guarantees that input and handler belong together; the compiler cannot follow a union.
  const handler = handlers[name] as unknown as Handler<RouteSpec>;
  const output: unknown = await handler(call, input as unknown as RouteInput<RouteSpec>);
  if (output instanceof Response) return withHeaders(output, call.headers);
  if (spec.response === 'none') return new Response(null, { status: 204, headers: call.headers });
  return withHeaders(Response.json(output), call.headers);
}

function authorise(spec: RouteSpec, request: Request, signedIn: SignedIn | null): void {
  // Public routes have no token: another site must not sign a visitor in to an account of its own.
  const site = request.headers.get('sec-fetch-site');
  if (spec.method !== 'GET' && (site === 'cross-site' || site === 'same-site'))
    throw new AppError('permission_denied', {
      details: { permission: 'a page of this installation' },
    });
  if (spec.permission === 'public') return;
  if (!signedIn) throw new AppError('sign_in_required');
  if (!isAllowed(signedIn.role, spec.permission))
    throw new AppError('permission_denied', { details: { permission: spec.permission } });
  if (spec.method !== 'GET' && request.headers.get('x-outpost-csrf') !== signedIn.csrfToken)
    throw new AppError('permission_denied', {
      details: { permission: 'a current page (cross-site token)' },
    });
}

export function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** English unless the browser or the studio asks for Chinese. */
export function languageOf(request: Request): Language {
  const asked =
    request.headers.get('x-outpost-language') ?? request.headers.get('accept-language') ?? '';
  return /^zh\b/i.test(asked) ? 'zh' : 'en';
}

export function errorAnswer(error: AppError, language: Language): Response {
  const { code, details, retryAfterMs } = error;
  return Response.json(
    { code, message: error.messageIn(language), details },
    {
      status: statusOfError(error),
      headers:
        retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
    },
  );
}

function withHeaders(response: Response, headers: Headers): Response {
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}
