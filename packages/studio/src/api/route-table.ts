import type { RouteShape } from '@outpost/contracts';

/** A route as the client needs it: method, path with `{name}` parameters, kind of answer. */
export type RouteTable = Readonly<
  Record<
    string,
    readonly [
      method: RouteShape['method'],
      path: string,
      answer: 'json' | 'events' | 'bytes' | 'none',
    ]
  >
>;
