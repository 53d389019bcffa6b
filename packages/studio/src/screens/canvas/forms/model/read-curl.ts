/**
 * A `curl` command as the settings of an HTTP request node. Shell words are read as a shell reads
 * them (quotes, escapes, line continuations, `$'…'`); options that change nothing of the request
 * are passed over. Null when it is no curl command or has no address.
 */
import { textOfPairs, type TextPair } from './text-pairs.ts';
import type { Config } from './config-access.ts';

export function readCurl(command: string): Config | null {
  const words = shellWords(command.trim());
  if (!/(^|\/)curl(\.exe)?$/.test(words[0] ?? '')) return null;
  const request = readOptions(words.slice(1));
  if (request.url === '') return null;
  const { address, params } = cutQuery(request);
  const { headers, authorization } = takeAuthorization(request);
  const hasBody = (request.body !== null && !request.asQuery) || request.form.length > 0;
  const method = request.method || (hasBody ? 'post' : 'get');
  return {
    method: method.toLowerCase(),
    url: /^https?:\/\//i.test(address) ? address : `http://${address}`,
    params: textOfPairs(params),
    headers: textOfPairs(headers),
    authorization,
    body: bodyOf(request),
    ...(request.insecure ? { ssl_verify: false } : {}),
  };
}

interface CurlRequest {
  method: string;
  url: string;
  headers: TextPair[];
  body: string | null;
  form: { readonly key: string; readonly value: string; readonly isFile: boolean }[];
  user: string | null;
  /** `-G`: the body goes into the address. */
  asQuery: boolean;
  insecure: boolean;
  urlEncoded: boolean;
}

function readOptions(words: readonly string[]): CurlRequest {
  const request: CurlRequest = {
    method: '',
    url: '',
    headers: [],
    body: null,
    form: [],
    user: null,
    asQuery: false,
    insecure: false,
    urlEncoded: false,
  };
  for (let index = 0; index < words.length; index += 1) {
    const { name, value: attached } = optionOf(words[index] ?? '');
    if (name === null) {
      request.url ||= words[index] ?? '';
      continue;
    }
    const option = longNames[name] ?? name;
    if (!withValue.has(option)) {
      readFlag(request, option);
      continue;
    }
    if (attached === null) index += 1;
    readValue(request, option, attached ?? words[index] ?? '');
  }
  return request;
}

/** `-XPOST` and `--request=POST` carry their value with them. */
function optionOf(word: string): { readonly name: string | null; readonly value: string | null } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0
      ? { name: word, value: null }
      : { name: word.slice(0, equals), value: word.slice(equals + 1) };
  }
  if (!word.startsWith('-') || word === '-') return { name: null, value: null };
  const name = word.slice(0, 2);
  return { name, value: word.length > 2 && withValue.has(name) ? word.slice(2) : null };
}

const longNames: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--data': '-d',
  '--data-ascii': '-d',
  '--form': '-F',
  '--form-string': '-F',
  '--user': '-u',
  '--user-agent': '-A',
  '--cookie': '-b',
  '--referer': '-e',
  '--get': '-G',
  '--insecure': '-k',
  '--head': '-I',
  '--output': '-o',
  '--max-time': '-m',
  '--proxy': '-x',
};

const withValue: ReadonlySet<string> = new Set([
  '-X',
  '-H',
  '-d',
  '-F',
  '-u',
  '-A',
  '-b',
  '-e',
  '-o',
  '-m',
  '-x',
  '-w',
  '-T',
  '-E',
  '-c',
  '-r',
  '-y',
  '-Y',
  '--url',
  '--data-raw',
  '--data-binary',
  '--data-urlencode',
  '--json',
  '--connect-timeout',
  '--retry',
  '--cacert',
  '--cert',
  '--key',
  '--resolve',
  '--limit-rate',
  '--max-redirs',
]);

function readFlag(request: CurlRequest, option: string): void {
  if (option === '-G') request.asQuery = true;
  else if (option === '-k') request.insecure = true;
  else if (option === '-I') request.method = 'head';
}

function readValue(request: CurlRequest, option: string, value: string): void {
  const addBody = (text: string): void => {
    request.body = request.body === null ? text : `${request.body}&${text}`;
  };
  switch (option) {
    case '-X':
      request.method = value;
      return;
    case '--url':
      request.url ||= value;
      return;
    case '-H':
      request.headers.push(headerOf(value));
      return;
    case '-A':
      request.headers.push({ name: 'User-Agent', value });
      return;
    case '-b':
      request.headers.push({ name: 'Cookie', value });
      return;
    case '-e':
      request.headers.push({ name: 'Referer', value });
      return;
    case '-u':
      request.user = value;
      return;
    case '-F':
      request.form.push(formPart(value));
      return;
    case '-d':
    case '--data-raw':
    case '--data-binary':
      addBody(value);
      return;
    case '--data-urlencode':
      request.urlEncoded = true;
      addBody(value);
      return;
    case '--json':
      request.headers.push({ name: 'Content-Type', value: 'application/json' });
      addBody(value);
  }
}

function headerOf(line: string): TextPair {
  const colon = line.indexOf(':');
  return colon < 0
    ? { name: line.replace(/;$/, '').trim(), value: '' }
    : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
}

function formPart(part: string): CurlRequest['form'][number] {
  const equals = part.indexOf('=');
  const value = equals < 0 ? '' : part.slice(equals + 1);
  return {
    key: equals < 0 ? part : part.slice(0, equals),
    value: value.replace(/^@/, ''),
    isFile: value.startsWith('@'),
  };
}

function cutQuery({ url, asQuery, body }: CurlRequest): {
  readonly address: string;
  readonly params: readonly TextPair[];
} {
  const mark = url.indexOf('?');
  const address = mark < 0 ? url : url.slice(0, mark);
  const queries = [mark < 0 ? '' : url.slice(mark + 1), asQuery ? (body ?? '') : ''];
  return { address, params: queries.flatMap(pairsOfQuery) };
}

function pairsOfQuery(query: string): readonly TextPair[] {
  return query
    .split('#', 1)
    .flatMap((text) => text.split('&'))
    .filter(Boolean)
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return { name: decoded(name), value: decoded(rest.join('=')) };
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** A bearer token and a user are settings of their own; other kinds stay headers. */
function takeAuthorization({ headers, user }: CurlRequest): {
  readonly headers: readonly TextPair[];
  readonly authorization: Config;
} {
  const index = headers.findIndex(({ name }) => name.toLowerCase() === 'authorization');
  const token = /^bearer\s+(.+)$/i.exec(headers[index]?.value ?? '')?.[1];
  const rest = token === undefined ? headers : headers.filter((_, at) => at !== index);
  if (user !== null)
    return { headers: rest, authorization: apiKey({ type: 'basic', api_key: user }) };
  return {
    headers: rest,
    authorization:
      token === undefined
        ? { type: 'no-auth', config: null }
        : apiKey({ type: 'bearer', api_key: token }),
  };
}

function apiKey(config: Config): Config {
  return { type: 'api-key', config: { header: '', ...config } };
}

function bodyOf({ body, form, headers, asQuery, urlEncoded }: CurlRequest): Config {
  if (form.length > 0)
    return {
      type: 'form-data',
      data: form.map(({ key, value, isFile }) => ({
        id: crypto.randomUUID(),
        key,
        type: isFile ? 'file' : 'text',
        value: isFile ? '' : value,
      })),
    };
  if (body === null || asQuery) return { type: 'none', data: [] };
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const isForm = type === '' ? urlEncoded || looksLikeForm(body) : /urlencoded/i.test(type);
  if (isForm)
    return {
      type: 'x-www-form-urlencoded',
      data: pairsOfQuery(body).map(({ name, value }) => ({
        id: crypto.randomUUID(),
        key: name,
        type: 'text',
        value,
      })),
    };
  const isJson = /json/i.test(type) || /^\s*[[{]/.test(body);
  return {
    type: isJson ? 'json' : 'raw-text',
    data: [{ id: crypto.randomUUID(), key: '', type: 'text', value: body }],
  };
}

function looksLikeForm(body: string): boolean {
  return /^[^\s={}[\]]+=[^\n]*$/.test(body);
}

/** The words of a command line, as a POSIX shell splits them. */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  const pattern =
    /\\(?:\r?\n)|\s+|\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$]+|\$)/g;
  let current: string | null = null;
  for (const match of command.matchAll(pattern)) {
    const [whole, ansi, single, double, escaped, plain] = match;
    if (/^\\\r?\n$/.test(whole)) continue;
    if (/^\s+$/.test(whole)) {
      if (current !== null) words.push(current);
      current = null;
      continue;
    }
    const piece: string =
      single ??
      plain ??
      escaped ??
      (ansi === undefined
        ? (double ?? '').replace(/\\(["\\$`]|\r?\n)/g, (_, kept: string) =>
            /\n/.test(kept) ? '' : kept,
          )
        : unescapeAnsi(ansi));
    current = (current ?? '') + piece;
  }
  if (current !== null) words.push(current);
  return words;
}

function unescapeAnsi(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ansiEscapes[code] ?? code;
  });
}

const ansiEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
