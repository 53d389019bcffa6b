/**
 * Serves the table of routes that published pages call: finds the page, the route and the visitor,
 * reads and checks the input, calls the handler, and writes the answer. A route that is not in the
 * table does not exist.
 */
import {
  AppError,
  siteRoutes,
  type Language,
  type RouteInput,
  type RouteOutput,
  type SiteRouteName,
  type SiteRoutes,
  type SiteRouteSpec,
} from '@outpost/contracts';
import type { EndUser } from '@outpost/store';
import { parseRequest, readJson } from '../http/body.ts';
import type { ClientFacts } from '../http/client-facts.ts';
import { openEnvelope } from '../http/envelope.ts';
import { errorAnswer, languageOf, queryOf } from '../http/console-router.ts';
import { toAppError } from '../http/error-response.ts';
import type { Door } from '../http/front-door.ts';
import { compileRoutes } from '../http/route-table.ts';
import type { Site, Sites } from './sites.ts';
import type { Visitors } from './visitors.ts';

export interface SiteCall {
  readonly request: Request;
  readonly client: ClientFacts;
  readonly language: Language;
  readonly site: Site;
  /** Whoever asks; for public routes, asking is an error of ours. */
  readonly visitor: EndUser;
}

type Handler<Spec extends SiteRouteSpec> = (
  call: SiteCall,
  input: RouteInput<Spec>,
) => Promise<RouteOutput<Spec> | Response> | RouteOutput<Spec> | Response;

/** One handler a route: a missing one does not compile. */
export type SiteHandlers = { readonly [Name in SiteRouteName]: Handler<SiteRoutes[Name]> };

export interface SiteRouterOptions {
  readonly handlers: SiteHandlers;
  readonly sites: Sites;
  readonly visitors: Visitors;
  readonly admission: {
    /** Counts a request before anything is known of it; throws `too_many_requests`. */
    host(client: ClientFacts): void;
    /** The same for a visitor. */
    visitor(visitor: EndUser): void;
  };
  readonly jsonBytesMax: number;
  readonly report: (error: unknown, traceId: string) => void;
}

export function createSiteRouter(options: SiteRouterOptions): Door {
  const find = compileRoutes<SiteRouteName, SiteRouteSpec>(siteRoutes);
  return async (request, path, client) => {
    const language = languageOf(request);
    try {
      const opened = await openEnvelope(request, options.jsonBytesMax);
      return await dispatch(options, find, { request: opened, path, client, language });
    } catch (thrown) {
      return errorAnswer(toAppError(thrown, options.report), language);
    }
  };
}

async function dispatch(
  { handlers, sites, visitors, admission, jsonBytesMax }: SiteRouterOptions,
  find: ReturnType<typeof compileRoutes<SiteRouteName, SiteRouteSpec>>,
  {
    request,
    path,
    client,
    language,
  }: Pick<SiteCall, 'request' | 'client' | 'language'> & { readonly path: string },
): Promise<Response> {
  admission.host(client);
  const [, code = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const { name, spec, params } = find(request.method, rest || '/');
  refuseOtherSites(request);
  const site = await sites.find(code);
  const visitor =
    spec.permission === 'public'
      ? null
      : await visitors.visitorOf(site, request.headers.get('authorization'));
  if (visitor) admission.visitor(visitor);
  const call: SiteCall = {
    request,
    client,
    language,
    site,
    get visitor() {
      if (!visitor) throw new Error(`The table says that ${name} has no visitor.`);
      return visitor;
    },
  };
  const input = {
    params,
    query: spec.query ? parseRequest(spec.query, queryOf(request), 'query') : undefined,
    body: spec.body
      ? parseRequest(spec.body, (await readJson(request, jsonBytesMax)) ?? {}, 'body')
      : undefined,
  };
  // The table guarantees that input and handler belong together; the compiler cannot follow a union.
  const handler = handlers[name] as unknown as Handler<SiteRouteSpec>;
  const output: unknown = await handler(call, input as unknown as RouteInput<SiteRouteSpec>);
  if (output instanceof Response) return output;
  if (spec.response === 'none') return new Response(null, { status: 204 });
  return Response.json(output, { headers: { 'cache-control': 'no-store' } });
}

/** The token is proof enough, but another site has no business here, not even with public routes. */
function refuseOtherSites(request: Request): void {
  const from = request.headers.get('sec-fetch-site');
  if (request.method !== 'GET' && (from === 'cross-site' || from === 'same-site'))
    throw new AppError('permission_denied', {
      details: { permission: 'a page of this installation' },
    });
}
