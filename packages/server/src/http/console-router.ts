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

interface CompiledRoute {
  readonly name: ConsoleRouteName;
  readonly spec: RouteSpec;
  readonly pattern: RegExp;
  readonly parameters: readonly string[];
}

export interface ConsoleRouter {
  /** `path` is below the console's base. */
  handle(request: Request, path: string, client: ClientFacts): Promise<Response>;
}

export function createConsoleRouter(options: ConsoleRouterOptions): ConsoleRouter {
  const routes = Object.entries(consoleRoutes).map(([name, spec]) =>
    compile(name as ConsoleRouteName, spec),
  );
  return {
    async handle(request, path, client) {
      const language = languageOf(request);
      try {
        const opened = await openEnvelope(request, options.jsonBytesMax);
        return await dispatch(options, routes, { request: opened, path, client, language });
      } catch (thrown) {
        return errorAnswer(toAppError(thrown, options.report), language);
      }
    },
  };
}

async function dispatch(
  { handlers, findSession, admit, jsonBytesMax }: ConsoleRouterOptions,
  routes: readonly CompiledRoute[],
  asked: { request: Request; path: string; client: ClientFacts; language: Language },
): Promise<Response> {
  const { request, path, client, language } = asked;
  const found = find(routes, request.method, path);
  admit(found.route.name, client);
  const signedIn = await findSession(request, client);
  const { spec, name } = found.route;
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
    params: found.params,
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

function find(routes: readonly CompiledRoute[], method: string, path: string) {
  let pathKnown = false;
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (!match) continue;
    pathKnown = true;
    if (route.spec.method !== method) continue;
    const params: Record<string, string> = {};
    for (const [index, name] of route.parameters.entries())
      params[name] = decode(match[index + 1] ?? '');
    return { route, params };
  }
  throw new AppError('not_found', {
    details: { thing: pathKnown ? `${method} on ${path}` : path },
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AppError('request_invalid', {
      details: { path: 'path', reason: 'it is not valid URL encoding' },
    });
  }
}

function compile(name: ConsoleRouteName, spec: RouteSpec): CompiledRoute {
  const parameters: string[] = [];
  const source = spec.path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    parameters.push(parameter);
    return '([^/]+)';
  });
  return { name, spec, pattern: new RegExp(`^${source}$`), parameters };
}

function queryOf(request: Request): Record<string, string> {
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
