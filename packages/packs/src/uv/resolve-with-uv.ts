import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, messageOf } from '@outpost/contracts';
import { parse as parseToml } from 'smol-toml';
import { normaliseName } from '../python-resolve/marker.ts';
import type { FileReference, ResolvedPackage } from '../python-resolve/resolution.ts';
import type { Environment, RegistrySettings } from '../registries/registry-settings.ts';
import type { Target } from '../wheels/target.ts';
import { provideUv, type ProvideUvOptions } from './provide-uv.ts';
import { writeTargetInterpreter } from './target-interpreter.ts';

export interface ResolveWithUvOptions extends ProvideUvOptions {
  readonly target: Target;
  /** Lines of a requirements file. */
  readonly requirements: readonly string[];
  /** Versions that are kept unless nothing else works: `name==version`. */
  readonly constraints?: readonly string[];
  /** What replaces whatever anybody asks of a package: `name==version`. */
  readonly overrides?: readonly string[];
  /** Folders with wheels that are taken before the indexes. */
  readonly folders: readonly string[];
  readonly settings: RegistrySettings;
  readonly preReleases: boolean;
  /** Files uploaded later count as not there: a date, or a time in RFC 3339. */
  readonly excludeNewer?: string;
  /** Only proxies and certificate files are taken from it. */
  readonly environment: Environment;
}

/** The packages that satisfy all, or what uv says why there are none. */
export type UvOutcome =
  | { readonly packages: readonly ResolvedPackage[] }
  | { readonly failure: string };

/**
 * Resolves requirements for a target with uv, from wheels alone: nothing is built and no code of a
 * package runs. Throws `uv_failed` when uv ends in another way than with an answer, `uv_unavailable`,
 * and the `pack_` codes.
 */
export async function resolveWithUv(options: ResolveWithUvOptions): Promise<UvOutcome> {
  const uv = await provideUv(options);
  const interpreter = await writeTargetInterpreter(options.directory, options.target);
  const folder = await mkdtemp(join(tmpdir(), 'outpost-uv-'));
  try {
    const words = await writeInputs(folder, options);
    const output = join(folder, 'pylock.toml');
    const { code, said } = await run(
      uv,
      [...fixedWords, '--python', interpreter, '--output-file', output, ...words],
      { folder, options },
    );
    if (code === 0) return { packages: readPylock(await readFile(output, 'utf8')) };
    // uv ends with 1 when there is no solution, with 2 for everything else.
    if (code === 1) return { failure: plainText(said) };
    throw new AppError('uv_failed', {
      details: { reason: plainText(said) || `it ended with ${code}` },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeInputs(
  folder: string,
  {
    requirements,
    constraints = [],
    overrides = [],
    folders,
    settings,
    preReleases,
    excludeNewer,
  }: ResolveWithUvOptions,
): Promise<readonly string[]> {
  const input = join(folder, 'requirements.in');
  await writeFile(input, lines(requirements));
  const words: string[] = [];
  const withFile = async (option: string, name: string, rows: readonly string[]): Promise<void> => {
    if (rows.length === 0) return;
    await writeFile(join(folder, name), lines(rows));
    words.push(option, join(folder, name));
  };
  await withFile('--constraints', 'constraints.txt', constraints);
  await withFile('--overrides', 'overrides.txt', overrides);
  for (const links of [...folders, ...settings.pypi.folders]) words.push('--find-links', links);
  if (preReleases) words.push('--prerelease', 'allow');
  if (excludeNewer !== undefined) words.push('--exclude-newer', excludeNewer);
  if (settings.pypi.indexUrls.length === 0) words.push('--no-index');
  return [input, ...words];
}

/** Runs uv with nothing of this machine's environment but what reaches the network. */
async function run(
  uv: string,
  words: readonly string[],
  { folder, options }: { readonly folder: string; readonly options: ResolveWithUvOptions },
): Promise<{ readonly code: number | null; readonly said: string }> {
  const { settings, environment, directory, signal } = options;
  const [main, ...more] = settings.pypi.indexUrls;
  const kept = [
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'ALL_PROXY',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
  ];
  const child = spawn(uv, words, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    env: {
      ...Object.fromEntries(
        kept.flatMap((key) => (environment[key] ? [[key, environment[key]]] : [])),
      ),
      // In the environment and not in the words, which everybody on the machine can read.
      ...(main === undefined ? {} : { UV_DEFAULT_INDEX: main }),
      ...(more.length === 0 ? {} : { UV_INDEX: more.join(' ') }),
      ...(settings.certificateFiles[0] ? { SSL_CERT_FILE: settings.certificateFiles[0] } : {}),
      PATH: '',
      HOME: folder,
      UV_CACHE_DIR: join(directory, 'uv'),
      UV_NO_CONFIG: '1',
      // As pip does: of all indexes that a person has named, the best version counts.
      UV_INDEX_STRATEGY: environment['UV_INDEX_STRATEGY'] || 'unsafe-best-match',
      UV_PYTHON_DOWNLOADS: 'never',
      UV_HTTP_TIMEOUT: '60',
      NO_COLOR: '1',
    },
  });
  const late = setTimeout(() => child.kill('SIGKILL'), uvTimeoutMs);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-saidMax);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    return { code, said };
  } catch (error) {
    signal.throwIfAborted();
    throw new AppError('uv_failed', { details: { reason: messageOf(error) }, cause: error });
  } finally {
    clearTimeout(late);
  }
}

/** The `pylock.toml` of PEP 751. */
function readPylock(text: string): readonly ResolvedPackage[] {
  const { packages = [] } = parseToml(text) as { readonly packages?: readonly PylockPackage[] };
  return packages.map((row) => {
    const source = row.vcs ?? row.archive ?? row.directory;
    return {
      project: normaliseName(row.name),
      version: row.version ?? '0',
      wheels: (row.wheels ?? []).flatMap(readFileRow),
      hasSourceArchive: row.sdist !== undefined,
      origin: source ? (source.url ?? source.path ?? 'another place') : null,
      neededBy: [],
    };
  });
}

interface PylockPackage {
  readonly name: string;
  readonly version?: string;
  readonly wheels?: readonly PylockFile[];
  readonly sdist?: PylockFile;
  readonly vcs?: PylockFile;
  readonly archive?: PylockFile;
  readonly directory?: PylockFile;
}

interface PylockFile {
  readonly name?: string;
  readonly url?: string;
  readonly path?: string;
  readonly size?: number | bigint;
  readonly hashes?: { readonly sha256?: string };
}

function readFileRow({ name, url, path, size, hashes }: PylockFile): FileReference[] {
  const local = path ?? (url?.startsWith('file:') ? fileURLToPath(url) : undefined);
  const address = local ?? url;
  if (address === undefined) return [];
  const last = decodeURIComponent(
    address
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '',
  );
  return [
    {
      filename: name ?? last,
      sha256: hashes?.sha256 ?? null,
      sizeBytes: size === undefined ? null : Number(size),
      location: local === undefined ? { url: address } : { path: local },
    },
  ];
}

function plainText(said: string): string {
  return said
    .replace(/^(warning|info|Using|Resolved).*$/gim, '')
    .replace(/\s*[×╰─▶│├]+\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ hint: .*/, '')
    .trim();
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

const fixedWords = [
  'pip',
  'compile',
  '--format',
  'pylock.toml',
  '--only-binary',
  ':all:',
  '--no-header',
  '--no-annotate',
  '--quiet',
];
const uvTimeoutMs = 10 * 60_000;
const saidMax = 64 * 1024;
