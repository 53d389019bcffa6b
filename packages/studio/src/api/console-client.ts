import type { ConsoleRouteName, ConsoleRoutes } from '@outpost/contracts';
import {
  createRouteClient,
  type RouteCallInput,
  type RouteCallOutput,
  type RouteClient,
  type RouteClientOptions,
} from './route-client.ts';

/** What a call of the route takes: `params`, `query` and `body` as far as the route has them. */
export type CallInput<Name extends ConsoleRouteName> = RouteCallInput<ConsoleRoutes, Name>;

/** What a call of the route answers: parsed JSON, nothing, or the response of a stream or file. */
export type CallOutput<Name extends ConsoleRouteName> = RouteCallOutput<ConsoleRoutes, Name>;

export type ConsoleClient = RouteClient<ConsoleRoutes>;

export interface ConsoleClientOptions extends Pick<
  RouteClientOptions,
  'routes' | 'base' | 'fetch'
> {
  readonly language: () => string;
  readonly csrfToken: () => string | null;
  /** Called when the server no longer knows the session. */
  readonly onSignedOut: () => void;
}

/** The studio's one way to the console API; sends the cross-site token and the language. */
export function createConsoleClient({
  language,
  csrfToken,
  onSignedOut,
  ...options
}: ConsoleClientOptions): ConsoleClient {
  return createRouteClient({
    ...options,
    headers() {
      const token = csrfToken();
      return {
        'x-outpost-language': language(),
        ...(token === null ? {} : { 'x-outpost-csrf': token }),
      };
    },
    onRefused(error) {
      if (error.code === 'sign_in_required') onSignedOut();
    },
  });
}
