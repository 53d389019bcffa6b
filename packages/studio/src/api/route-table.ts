import type { RouteSpec } from '@outpost/contracts';

/** A console route as the client needs it: method, path with `{name}` parameters, kind of answer. */
export type RouteTable = Readonly<
  Record<
    string,
    readonly [
      method: RouteSpec['method'],
      path: string,
      answer: 'json' | 'events' | 'bytes' | 'none',
    ]
  >
>;
