/**
 * Serves the table of Service API routes. The order of checks is part of the API: the route, the
 * key and its app, the body, the user, the kind of app, then the handler.
 */
import { AppError, isChatMode, isGraphMode, type AppMode, type Language } from '@outpost/contracts';
import type { App, EndUser } from '@outpost/store';
import { parseJson, readBody } from '../http/body.ts';
import type { ClientFacts } from '../http/client-facts.ts';
import { languageOf } from '../http/console-router.ts';
import { toAppError } from '../http/error-response.ts';
import { openAiErrorResponse } from '../openai-api/openai-error.ts';
import type { AppKeys } from './app-keys.ts';
import type { ServiceEndUsers } from './end-users.ts';
import { isUuid, type Fields } from './request-fields.ts';
import {
  serviceRoutes,
  type AppFamily,
  type ServiceRoute,
  type ServiceRouteName,
} from './service-routes.ts';
import { errorResponse } from './wire-errors.ts';

/** A request that may proceed. */
export interface ServiceCall {
  readonly request: Request;
  readonly client: ClientFacts;
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Empty for routes without a JSON body. */
  readonly body: Fields;
  readonly app: App;
  /** The end user that the request names; for routes that name none, asking is an error of ours. */
  readonly endUser: EndUser;
  /** Finds an end user by the name in a form, which is read by the handler. */
  endUserNamed(name: string): EndUser | Promise<EndUser>;
}

export type ServiceHandler = (call: ServiceCall) => Response | Promise<Response>;
export type ServiceHandlers = Readonly<Record<ServiceRouteName, ServiceHandler>>;

export interface ServiceRouterOptions {
  readonly handlers: ServiceHandlers;
  readonly keys: AppKeys;
  readonly endUsers: ServiceEndUsers;
  readonly jsonBytesMax: number;
  readonly report: (error: unknown, traceId: string) => void;
}

interface Match {
  readonly name: ServiceRouteName;
  readonly route: ServiceRoute;
  readonly params: Readonly<Record<string, string>>;
}

const noParams: Readonly<Record<string, string>> = {};
const noFields: Fields = {};
const corsHeaders = [
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', 'X-Version, X-Env'],
  ['x-env', 'PRODUCTION'],
] as const;

export function createServiceRouter(options: ServiceRouterOptions) {
  const find = compileRoutes();
  return async (request: Request, path: string, client: ClientFacts): Promise<Response> => {
    if (request.method === 'OPTIONS') return preflight(request);
    let match: Match | null = null;
    let answer: Response;
    try {
      match = find(request.method, path);
      answer = await serve(options, match, request, client);
    } catch (thrown) {
      const error = toAppError(thrown, options.report);
      const respond = match?.route.errors === 'openai' ? openAiErrorResponse : errorResponse;
      answer = respond(error, languageOf(request));
    }
    for (const [name, value] of corsHeaders) answer.headers.set(name, value);
    return answer;
  };
}

async function serve(
  { handlers, keys, endUsers, jsonBytesMax }: ServiceRouterOptions,
  { name, route, params }: Match,
  request: Request,
  client: ClientFacts,
): Promise<Response> {
  const query = queryOf(request.url);
  const admitted =
    route.permission === 'public' ? null : keys.admit(request.headers.get('authorization'));
  const app = admitted instanceof Promise ? await admitted : admitted;
  const body =
    route.body === 'json' || route.body === 'optional'
      ? await readFields(request, jsonBytesMax, route.body === 'optional')
      : noFields;
  let endUser: EndUser | undefined;
  if (app) {
    const userName = readUser(route, body, query);
    checkFamily(app, route.apps);
    if (userName !== null) {
      const found = endUsers.find(app, userName);
      endUser = found instanceof Promise ? await found : found;
    }
  }
  const call = {
    request,
    client,
    params,
    query,
    body,
    get language() {
      return languageOf(request);
    },
    get app() {
      return present(app, name);
    },
    get endUser() {
      return present(endUser, name);
    },
    endUserNamed: (given: string) => endUsers.find(present(app, name), given),
  };
  return handlers[name](call);
}

function present<Thing>(thing: Thing | null | undefined, route: ServiceRouteName): Thing {
  if (!thing) throw new Error(`The table says that ${route} has no such thing.`);
  return thing;
}

/** Null for routes that read no user here. Throws `user_missing`. */
function readUser(route: ServiceRoute, body: Fields, query: URLSearchParams): string | null {
  if (route.user === 'none' || route.user === 'form') return null;
  const given = route.user.startsWith('body') ? body['user'] : query.get('user');
  const name = textOfUser(given);
  if (name === '' && route.user.endsWith('required')) throw new AppError('user_missing');
  return name;
}

/** Numbers and the like are taken as their text. */
function textOfUser(given: unknown): string {
  if (typeof given === 'string') return given.includes('\0') ? given.replaceAll('\0', '') : given;
  return given === undefined || given === null ? '' : (JSON.stringify(given) ?? '');
}

function checkFamily(app: App, family: AppFamily): void {
  if (isOfFamily(app.mode, family)) return;
  throw new AppError('app_mode_wrong', { details: { app: app.name, mode: app.mode, family } });
}

function isOfFamily(mode: AppMode, family: AppFamily): boolean {
  if (family === 'any') return true;
  if (family === 'chat') return isChatMode(mode);
  return family === 'graph' ? isGraphMode(mode) : mode === family;
}

/** A JSON object. Clients put the content type on everything or, for an empty body, on nothing. */
async function readFields(
  request: Request,
  limitBytes: number,
  mayBeEmpty: boolean,
): Promise<Fields> {
  const bytes = await readBody(request, limitBytes);
  if (bytes.length === 0) {
    if (mayBeEmpty) return noFields;
    throw new AppError('body_invalid');
  }
  const contentType = request.headers.get('content-type') ?? '';
  if (!mayBeEmpty && !/^application\/([\w.-]+\+)?json\b/i.test(contentType))
    throw new AppError('body_type_unsupported', {
      details: { expected: 'application/json', found: contentType },
    });
  try {
    const value: unknown = parseJson(bytes);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Fields;
  } catch (cause) {
    throw new AppError('body_invalid', { cause });
  }
  throw new AppError('body_invalid');
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start));
}

/** Paths without parameters are looked up, the others tried one after the other. */
function compileRoutes(): (method: string, path: string) => Match {
  const plain = new Map<string, Match>();
  const patterns: {
    readonly name: ServiceRouteName;
    readonly route: ServiceRoute;
    readonly pattern: RegExp;
  }[] = [];
  for (const [key, route] of Object.entries(serviceRoutes)) {
    const name = key as ServiceRouteName;
    if (!/[<{]/.test(route.path))
      plain.set(`${route.method} ${route.path}`, { name, route, params: noParams });
    else patterns.push({ name, route, pattern: patternOf(route.path) });
  }
  return (method, path) => {
    const known = plain.get(`${method} ${path}`);
    if (known) return known;
    const allowed = new Set<string>();
    for (const { name, route, pattern } of patterns) {
      const groups = pattern.exec(path)?.groups;
      if (!groups) continue;
      if (route.method === method) return { name, route, params: decoded(groups) };
      allowed.add(route.method);
    }
    for (const { route } of plain.values()) if (route.path === path) allowed.add(route.method);
    throw allowed.size === 0
      ? new AppError('not_found', { details: { thing: path } })
      : new AppError('method_not_allowed', {
          details: { path, method, allowed: [...allowed].join(', ') },
        });
  };
}

function patternOf(path: string): RegExp {
  const source = path.replace(/\{(\w+)\}|<(\w+)>/g, (_, id?: string, text?: string) =>
    id === undefined
      ? `(?<${text}>[^/]+)`
      : `(?<${id}>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})`,
  );
  return new RegExp(`^${source}$`);
}

/** Ids are compared as they are stored: in lower case. */
function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, text]) => [name, isUuid(text) ? text.toLowerCase() : text]),
  );
}

/** Any page may ask, with any header: there are no cookies here that could be misused. */
function preflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers') ?? '';
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, PUT, POST, DELETE, OPTIONS, PATCH',
      'access-control-allow-headers': [
        'Content-Type, Authorization, X-App-Code, Last-Event-ID',
        ...(/^[\w\s,-]{1,2000}$/.test(asked) ? [asked] : []),
      ].join(', '),
      'access-control-max-age': '86400',
    },
  });
}
