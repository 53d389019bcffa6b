import type { SiteRoutes, SiteSession } from '@outpost/contracts';
import { routeTable } from 'virtual:site-routes';
import { createRouteClient, type RouteClient } from '../api/route-client.ts';
import { readStored, store } from '../start/browser-store.ts';

export type SiteClient = RouteClient<SiteRoutes>;

export interface SiteConnection {
  readonly client: SiteClient;
  /** Whether this browser was here before. */
  isKnown(): boolean;
  /** Begins a visit, or goes on with the one that this browser had. */
  enter(entrance: Entrance): Promise<SiteSession>;
}

export interface Entrance {
  readonly password?: string;
  readonly identity?: string;
  readonly user?: string;
}

/**
 * The way to the visitors' API. The token is kept in the browser where it may be, else as long as the
 * page lasts: frames of other sites often have no storage, and never cookies.
 */
export function connectSite({
  base,
  code,
  onEnded,
}: {
  readonly base: URL;
  readonly code: string;
  /** Told when the server no longer takes the visit. */
  readonly onEnded: () => void;
}): SiteConnection {
  const tokenName = `visit.${code}`;
  const client = createRouteClient<SiteRoutes>({
    routes: routeTable,
    base: new URL(`api/sites/${code}/`, base).href,
    headers() {
      const token = readStored(tokenName);
      return {
        'x-outpost-language': document.documentElement.lang,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
    },
    fetch: (...request) => fetch(...request),
    onRefused(error) {
      if (error.code === 'site_session_missing') onEnded();
    },
  });
  return {
    client,
    isKnown: () => readStored(tokenName) !== null,
    async enter(entrance) {
      const session = await client.call('openSession', { body: entrance });
      store(tokenName, session.token);
      return session;
    },
  };
}
