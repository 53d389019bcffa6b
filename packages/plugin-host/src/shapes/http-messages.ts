/** HTTP messages as the bytes of HTTP/1.1: so plugins are given requests and give back answers. */

export interface RawRequest {
  readonly method: string;
  /** Path and query, as the plugin shall see them. */
  readonly target: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly body: Uint8Array;
}

/** The request in hexadecimal. Its length is stated once, and headers that plugins refuse are left out. */
export function rawRequest({ method, target, headers, body }: RawRequest): string {
  const seen = new Set<string>();
  const lines = [`${method} ${target} HTTP/1.1`];
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!/^[A-Za-z0-9-]+$/.test(name) || dropped.test(key)) continue;
    if (single.has(key) && seen.has(key)) continue;
    seen.add(key);
    lines.push(`${name}: ${value.replace(/[\r\n\0]/g, ' ')}`);
  }
  // Servers refuse a request without one, and so do the SDKs.
  if (!seen.has('host')) lines.push('Host: localhost');
  lines.push(`Content-Length: ${body.length}`, '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]).toString('hex');
}

/** How we are reached is no business of a plugin; lengths are stated anew. */
const dropped =
  /^(x-forwarded-.*|forwarded|x-real-ip|transfer-encoding|content-length|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/;
const single: ReadonlySet<string> = new Set(['content-type', 'host']);

export interface RawAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Reads an answer in hexadecimal. Throws an `Error` whose message says what is wrong with it. */
export function readRawAnswer(hex: string): RawAnswer {
  const bytes = Buffer.from(hex, 'hex');
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('it has no end of headers');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!(status >= 200 && status <= 599)) throw new Error('it has no status');
  const headers = lines.flatMap((line): readonly (readonly [string, string])[] => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return { status, headers, body: bytes.subarray(end + 4) };
}
