import { AppError } from '@outpost/contracts';

type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** One request on its way: what is sent, and to where. */
export interface Hop<Body> {
  readonly url: URL;
  readonly method: string;
  readonly body: Body | null;
  readonly headers: HeaderPairs;
}

const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Headers that go along to another origin. A list of what is harmless, as nobody can list what is
 * secret: keys travel in headers of every name (`x-api-key`, `api-key`, `token` …).
 */
const harmless = /^(accept(-\w+)?|user-agent|content-(type|language|encoding))$/i;

/**
 * The request that an answer asks for in place of the one it answers (RFC 9110, 15.4); null when
 * it is no redirect. Throws `egress_denied` for an address that is not http or https.
 */
export function nextHop<Body>(
  sent: Hop<Body>,
  { status, location }: { readonly status: number; readonly location: string | undefined },
): Hop<Body> | null {
  if (!redirectStatus.has(status) || location === undefined) return null;
  const url = parseUrl(URL.parse(location, sent.url)?.href ?? location);
  const hop = { ...sent, url };
  const keeps = url.origin === sent.url.origin;
  const headers = keeps ? sent.headers : sent.headers.filter(([name]) => harmless.test(name));
  if (status !== 303 && !(status <= 302 && sent.method === 'POST')) return { ...hop, headers };
  return {
    url,
    method: sent.method === 'HEAD' ? 'HEAD' : 'GET',
    body: null,
    headers: headers.filter(([name]) => !/^content-/i.test(name)),
  };
}

/** An address that can be called; throws `egress_denied`. */
export function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new AppError('egress_denied', {
    details: {
      url: text.slice(0, 500),
      reason: 'only http:// and https:// addresses can be called',
    },
  });
}
