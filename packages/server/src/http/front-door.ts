/**
 * Every request comes in here: the base path is taken off, the door is chosen by the first part of
 * the path, and headers that every answer has are put on.
 */
import { AppError } from '@outpost/contracts';
import type { ClientFacts, PeerFacts } from './client-facts.ts';
import { errorAnswer, languageOf } from './console-router.ts';
import { toAppError } from './error-response.ts';

/** Serves the paths below its own part; `path` begins with a slash. */
export type Door = (
  request: Request,
  path: string,
  client: ClientFacts,
) => Response | Promise<Response>;

export interface FrontDoorOptions {
  readonly basePath: string;
  readonly version: string;
  readonly clientFacts: (peer: PeerFacts, header: (name: string) => string | null) => ClientFacts;
  /** By prefix; the longest that fits is chosen, `''` takes the rest. */
  readonly doors: Readonly<Record<string, Door>>;
  readonly report: (error: unknown, traceId: string) => void;
}

export type FrontDoor = (request: Request, peer: PeerFacts) => Promise<Response>;

export function createFrontDoor({
  basePath,
  version,
  clientFacts,
  doors,
  report,
}: FrontDoorOptions): FrontDoor {
  const prefixes = Object.keys(doors).toSorted((a, b) => b.length - a.length);
  const withCommonHeaders = (answer: Response): Response => {
    answer.headers.set('x-version', version);
    answer.headers.set('x-content-type-options', 'nosniff');
    return answer;
  };
  return async (request, peer) => {
    try {
      const path = withoutBase(pathOf(request.url), basePath);
      const prefix = prefixes.find(
        (known) => path === known || path.startsWith(`${known}/`) || known === '',
      );
      const door = prefix === undefined ? undefined : doors[prefix];
      if (!door || prefix === undefined)
        throw new AppError('not_found', { details: { thing: path } });
      const client = clientFacts(peer, (name) => request.headers.get(name));
      return withCommonHeaders(await door(request, path.slice(prefix.length) || '/', client));
    } catch (thrown) {
      return withCommonHeaders(errorAnswer(toAppError(thrown, report), languageOf(request)));
    }
  };
}

/** The path of an absolute URL, without the cost of parsing it whole. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  if (start < 0) return '/';
  const query = url.indexOf('?', start);
  return query < 0 ? url.slice(start) : url.slice(start, query);
}

/** A gateway may or may not have taken the base off: both are served. */
function withoutBase(path: string, basePath: string): string {
  if (basePath === '' || !(path === basePath || path.startsWith(`${basePath}/`))) return path;
  return path.slice(basePath.length) || '/';
}
