import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pythonIndexes } from './python-indexes.ts';
import { readIni } from './read-ini.ts';

/** Where packages come from on this machine: what pip, uv and npm would use. */
export interface RegistrySettings {
  readonly pypi: {
    /** Base addresses of simple indexes, asked in this order; http(s) or file. */
    readonly indexUrls: readonly string[];
    /** Local folders that may hold the files. */
    readonly folders: readonly string[];
  };
  readonly npm: {
    /** Base address of the registry for a package name, without a slash at its end. */
    readonly registryFor: (packageName: string) => string;
    /** Headers for an address of a registry. */
    readonly headersFor: (url: string) => Readonly<Record<string, string>>;
  };
  readonly huggingFace: { readonly endpoint: string; readonly token: string | null };
  readonly modelScope: { readonly endpoint: string; readonly token: string | null };
  /** PEM files with certificate authorities to trust besides the built-in ones. */
  readonly certificateFiles: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings of pip, uv and npm: environment first, then their files, then the public defaults. */
export function readRegistrySettings(
  environment: Environment,
  files: SettingsFiles = settingsFiles(environment),
): RegistrySettings {
  const pip = readPip(files.pip);
  const npmrc: Record<string, string> = Object.assign({}, ...files.npm.map(readNpmrc));
  const fromNpm = (key: string): string | undefined =>
    environment[`npm_config_${key}`] ?? environment[`NPM_CONFIG_${key.toUpperCase()}`];
  const registry = fromNpm('registry') ?? npmrc['registry'] ?? 'https://registry.npmjs.org';
  const first = (...values: (string | undefined)[]): string | undefined =>
    values.find((value) => value !== undefined && value !== '');
  return {
    pypi: pythonIndexes({
      environment,
      pip,
      uv: (files.uv ?? []).map(readIfThere),
      netrc: files.netrc === undefined ? '' : readIfThere(files.netrc),
    }),
    npm: {
      registryFor: (name) => {
        const scope = name.startsWith('@') ? name.split('/')[0] : undefined;
        return withoutSlash((scope && npmrc[`${scope}:registry`]) || registry);
      },
      headersFor: (url) => npmHeaders(url, npmrc),
    },
    huggingFace: {
      endpoint: withoutSlash(first(environment['HF_ENDPOINT']) ?? 'https://huggingface.co'),
      token: first(environment['HF_TOKEN']) ?? null,
    },
    modelScope: {
      endpoint: withoutSlash(
        first(environment['MODELSCOPE_ENDPOINT'], environment['MODELSCOPE_DOMAIN']) ??
          'https://modelscope.cn',
      ).replace(/^(?!https?:)/, 'https://'),
      token: first(environment['MODELSCOPE_API_TOKEN']) ?? null,
    },
    certificateFiles: [
      ...new Set(
        [
          environment['PIP_CERT'],
          pip.get('cert'),
          environment['SSL_CERT_FILE'],
          environment['REQUESTS_CA_BUNDLE'],
          fromNpm('cafile'),
          npmrc['cafile'],
        ].filter((file): file is string => file !== undefined && file !== '' && existsSync(file)),
      ),
    ],
  };
}

/** The configuration files, later ones overriding earlier ones. */
export interface SettingsFiles {
  readonly pip: readonly string[];
  readonly npm: readonly string[];
  readonly uv?: readonly string[];
  readonly netrc?: string;
}

function settingsFiles(environment: Environment): SettingsFiles {
  const home = environment['HOME'] ?? homedir();
  const configuration = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const system = (environment['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':').filter(Boolean);
  const only = environment['PIP_CONFIG_FILE'];
  const prefix = environment['npm_config_prefix'];
  return {
    pip:
      only === '/dev/null'
        ? []
        : [
            ...system.toReversed().map((directory) => join(directory, 'pip', 'pip.conf')),
            '/etc/pip.conf',
            ...(process.platform === 'darwin'
              ? [join(home, 'Library', 'Application Support', 'pip', 'pip.conf')]
              : []),
            join(home, '.pip', 'pip.conf'),
            join(configuration, 'pip', 'pip.conf'),
            ...(environment['VIRTUAL_ENV'] ? [join(environment['VIRTUAL_ENV'], 'pip.conf')] : []),
            ...(only ? [only] : []),
          ],
    uv: environment['UV_CONFIG_FILE']
      ? [environment['UV_CONFIG_FILE']]
      : [
          '/etc/uv/uv.toml',
          ...system.toReversed().map((directory) => join(directory, 'uv', 'uv.toml')),
          join(configuration, 'uv', 'uv.toml'),
        ],
    netrc: environment['NETRC'] ?? join(home, '.netrc'),
    npm: [
      environment['npm_config_globalconfig'] ??
        (prefix ? join(prefix, 'etc', 'npmrc') : '/etc/npmrc'),
      environment['npm_config_userconfig'] ??
        environment['NPM_CONFIG_USERCONFIG'] ??
        join(home, '.npmrc'),
    ],
  };
}

/** The options of pip's `[global]`, `[install]` and `[download]` sections. */
function readPip(files: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const file of files) {
    const sections = readIni(readIfThere(file));
    for (const section of ['global', 'install', 'download'])
      for (const [key, value] of sections.get(section) ?? [])
        options.set(key.replaceAll('_', '-').toLowerCase(), value);
  }
  return options;
}

function readNpmrc(file: string): Record<string, string> {
  return Object.fromEntries(readIni(readIfThere(file)).get('') ?? []);
}

/** `//host/path/:_authToken` and `:_auth` rows, the longest matching path first. */
function npmHeaders(url: string, npmrc: Readonly<Record<string, string>>): Record<string, string> {
  const { host, pathname } = new URL(url);
  const parts = pathname.split('/').filter(Boolean);
  for (let length = parts.length; length >= 0; length -= 1) {
    const path = parts.slice(0, length).join('/');
    const prefix = `//${host}/${path}${path ? '/' : ''}:`;
    const token = npmrc[`${prefix}_authToken`];
    if (token) return { authorization: `Bearer ${token}` };
    const pair = npmrc[`${prefix}_auth`];
    if (pair) return { authorization: `Basic ${pair}` };
  }
  return {};
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A configuration file that is absent or not ours to read is none, as for pip and npm.
    return '';
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
