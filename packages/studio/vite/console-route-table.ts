import { consoleRoutes, type RouteSpec } from '@outpost/contracts';
import type { Plugin } from 'vite';
import type { RouteTable } from '../src/api/route-table.ts';

const name = 'virtual:console-routes';

/**
 * Gives the studio method and path of each console route without the schemas: they would bring a
 * parser that only the server needs into the first load.
 */
export function consoleRouteTable(): Plugin {
  return {
    name: 'console-route-table',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const table: Record<string, RouteTable[string]> = {};
      for (const [route, spec] of Object.entries<RouteSpec>(consoleRoutes))
        table[route] = [spec.method, spec.path, answerOf(spec)];
      return `export const routeTable = ${JSON.stringify(table)};`;
    },
  };
}

function answerOf({ response }: RouteSpec): RouteTable[string][2] {
  return typeof response === 'string' ? response : 'json';
}
