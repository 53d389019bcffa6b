declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}

declare module '*.css';

declare module 'virtual:site-routes' {
  import type { RouteTable } from './api/route-table.ts';

  /** Method and path of every route of published pages. */
  export const routeTable: RouteTable;
}

declare module '@mermaid-js/tiny';

declare module 'virtual:console-routes' {
  import type { RouteTable } from './api/route-table.ts';

  /** Method and path of every console route, made from the contracts when the studio is built. */
  export const routeTable: RouteTable;
}
