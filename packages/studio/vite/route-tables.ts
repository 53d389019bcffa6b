import { consoleRoutes, siteRoutes, type RouteShape } from '@outpost/contracts';
import type { Plugin } from 'vite';
import type { RouteTable } from '../src/api/route-table.ts';

const tables: Readonly<Record<string, Readonly<Record<string, RouteShape>>>> = {
  'virtual:console-routes': consoleRoutes,
  'virtual:site-routes': siteRoutes,
};

/**
 * Gives pages method and path of each route of an API without the schemas: they would bring a parser
 * that only the server needs into the first load.
 */
export function routeTables(): Plugin {
  return {
    name: 'route-tables',
    resolveId: (id) => (id in tables ? `\0${id}` : null),
    load(id) {
      const routes = id.startsWith('\0') ? tables[id.slice(1)] : undefined;
      if (!routes) return null;
      const table: Record<string, RouteTable[string]> = {};
      for (const [route, spec] of Object.entries(routes))
        table[route] = [spec.method, spec.path, answerOf(spec)];
      return `export const routeTable = ${JSON.stringify(table)};`;
    },
  };
}

function answerOf({ response }: RouteShape): RouteTable[string][2] {
  return typeof response === 'string' ? response : 'json';
}
