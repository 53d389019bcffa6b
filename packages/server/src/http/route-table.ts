import { AppError, type RouteShape } from '@outpost/contracts';

export interface FoundRoute<Name extends string, Spec extends RouteShape> {
  readonly name: Name;
  readonly spec: Spec;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request among those of a table; throws `not_found` when there is none. */
export function compileRoutes<Name extends string, Spec extends RouteShape>(
  table: Readonly<Record<Name, Spec>>,
): (method: string, path: string) => FoundRoute<Name, Spec> {
  const routes = (Object.entries(table) as [Name, Spec][]).map(([name, spec]) => {
    const parameters: string[] = [];
    const source = spec.path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
      parameters.push(parameter);
      return '([^/]+)';
    });
    return { name, spec, pattern: new RegExp(`^${source}$`), parameters };
  });
  return (method, path) => {
    let pathKnown = false;
    for (const { name, spec, pattern, parameters } of routes) {
      const match = pattern.exec(path);
      if (!match) continue;
      pathKnown = true;
      if (spec.method !== method) continue;
      const params: Record<string, string> = {};
      for (const [index, parameter] of parameters.entries())
        params[parameter] = decode(match[index + 1] ?? '');
      return { name, spec, params };
    }
    throw new AppError('not_found', {
      details: { thing: pathKnown ? `${method} on ${path}` : path },
    });
  };
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
