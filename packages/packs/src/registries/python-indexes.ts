import { parse as parseToml } from 'smol-toml';
import { netrcLogin } from './netrc.ts';
import type { Environment } from './registry-settings.ts';

/** What pip's configuration, uv's configuration and `.netrc` say, as texts and options. */
export interface PythonSources {
  readonly environment: Environment;
  /** pip's options, spelled with hyphens. */
  readonly pip: ReadonlyMap<string, string>;
  /** Texts of `uv.toml` files, later ones overriding earlier ones. */
  readonly uv: readonly string[];
  readonly netrc: string;
}

/**
 * The Python package indexes that pip and uv would use here: the environment before the files, pip
 * before uv. Logins come with the address, from `UV_INDEX_<NAME>_USERNAME`, or from `.netrc`.
 */
export function pythonIndexes({ environment, pip, uv, netrc }: PythonSources): {
  readonly indexUrls: readonly string[];
  readonly folders: readonly string[];
} {
  const fromUv = uv.map(readUvToml);
  const uvMain = fromUv.findLast(({ main }) => main !== null)?.main ?? null;
  const index =
    [
      environment['PIP_INDEX_URL'],
      environment['UV_DEFAULT_INDEX'],
      environment['UV_INDEX_URL'],
      pip.get('index-url'),
      uvMain,
    ].find((value) => value !== undefined && value !== null && value !== '') ??
    'https://pypi.org/simple';
  const extra = [
    ...words(environment['PIP_EXTRA_INDEX_URL'] || pip.get('extra-index-url')),
    ...words(environment['UV_INDEX']),
    ...words(environment['UV_EXTRA_INDEX_URL']),
    ...fromUv.flatMap((file) => file.extra),
  ];
  const links = [
    ...words(environment['PIP_FIND_LINKS'] || pip.get('find-links')),
    ...(environment['UV_FIND_LINKS'] ?? '').split(/[\s,]+/).filter(Boolean),
    ...fromUv.flatMap((file) => file.links),
  ];
  const urls = [index, ...extra].map((entry) => withLogin(entry, { environment, netrc }));
  return {
    indexUrls: [...new Set(urls)],
    folders: [...new Set(links.filter((link) => !/^https?:/.test(link)).map(pathOf))],
  };
}

interface UvToml {
  readonly main: string | null;
  readonly extra: readonly string[];
  readonly links: readonly string[];
}

function readUvToml(text: string): UvToml {
  let file: Record<string, unknown>;
  try {
    file = parseToml(text);
  } catch {
    // uv itself complains about such a file; here it counts as none.
    return { main: null, extra: [], links: [] };
  }
  const list = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((row) => typeof row === 'string') : [];
  const tables = Array.isArray(file['index']) ? (file['index'] as Record<string, unknown>[]) : [];
  const indexes = tables.flatMap(({ url, name, default: main, explicit }) =>
    typeof url === 'string' && explicit !== true
      ? [{ entry: typeof name === 'string' ? `${name}=${url}` : url, main: main === true }]
      : [],
  );
  const plain = file['index-url'];
  return {
    main: indexes.find(({ main }) => main)?.entry ?? (typeof plain === 'string' ? plain : null),
    extra: [
      ...indexes.flatMap(({ entry, main }) => (main ? [] : [entry])),
      ...list(file['extra-index-url']),
    ],
    links: list(file['find-links']),
  };
}

/** `name=https://…` is how uv names an index; the name tells the variables of its login. */
function withLogin(
  entry: string,
  { environment, netrc }: Pick<PythonSources, 'environment' | 'netrc'>,
): string {
  const [, name = '', address = entry] = /^([\w.-]+)=(.+)$/.exec(entry) ?? [];
  const plain = address.replace(/\/+$/, '');
  const url = URL.parse(plain);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return plain;
  const key = name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  const login = name === '' ? undefined : environment[`UV_INDEX_${key}_USERNAME`];
  const given = login
    ? { login, password: environment[`UV_INDEX_${key}_PASSWORD`] ?? '' }
    : netrcLogin(netrc, url.hostname);
  if (!given) return plain;
  url.username = encodeURIComponent(given.login);
  url.password = encodeURIComponent(given.password);
  return url.href.replace(/\/+$/, '');
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter(Boolean);
}

function pathOf(link: string): string {
  return link.startsWith('file://') ? decodeURIComponent(new URL(link).pathname) : link;
}
