// Which Pythons are here, and which of them can run plugins. Asked of the programs themselves: a name
// or a folder says little about what is in it.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { messageOf } from '@outpost/contracts';

export interface FoundPython {
  /** The interpreter itself, links and shims resolved. */
  readonly path: string;
  readonly version: string;
  /** As wheels name it: `cp312`. */
  readonly tag: string;
  /** `x86_64`, `aarch64`, `loongarch64` … */
  readonly architecture: string;
  /** `glibc 2.36`, `musl`, `darwin`. */
  readonly system: string;
  readonly origin: PythonOrigin;
}

/** `setting`: named by an administrator; `pack`: brought as a pack; `machine`: found here. */
type PythonOrigin = 'setting' | 'pack' | 'machine';

interface RefusedPython {
  readonly path: string;
  readonly origin: PythonOrigin;
  readonly reason: { readonly en: string; readonly zh: string };
}

export interface PythonReport {
  /** Those named first, then packs, then the machine's; within each the newest first. */
  readonly usable: readonly FoundPython[];
  readonly refused: readonly RefusedPython[];
}

export interface PythonPlaces {
  /** Interpreters an administrator named. */
  readonly named: readonly string[];
  /** Folders of packs: each holds `bin/python3`. */
  readonly packs: readonly string[];
  /** The search path and home of this machine's user. */
  readonly path: string;
  readonly home: string;
}

interface Candidate {
  readonly path: string;
  readonly origin: PythonOrigin;
  /** Of a folder that is named by its version: an old one need not be asked. */
  readonly version?: string;
}

export async function findPythons(places: PythonPlaces): Promise<PythonReport> {
  const usable = new Map<string, FoundPython>();
  const refused = new Map<string, RefusedPython>();
  const answers = await Promise.all(
    candidates(places).map(async (candidate) => ({
      candidate,
      answer: isOld(candidate.version)
        ? { reason: reasons.old(candidate.version ?? '') }
        : await ask(candidate.path),
    })),
  );
  for (const { candidate, answer } of answers) {
    const { origin } = candidate;
    // Names that stand for nothing on this machine are no news; one that somebody gave is.
    if (answer === null) {
      if (origin !== 'machine')
        refused.set(candidate.path, { path: candidate.path, origin, reason: reasons.absent });
      continue;
    }
    const path = 'executable' in answer ? answer.executable : candidate.path;
    if (usable.has(path) || refused.has(path)) continue;
    const reason = 'executable' in answer ? whyRefused(answer) : answer.reason;
    if (reason !== null || !('executable' in answer))
      refused.set(path, { path, origin, reason: reason ?? reasons.absent });
    else
      usable.set(path, {
        path,
        version: answer.version.join('.'),
        tag: `cp${answer.version[0]}${answer.version[1]}`,
        architecture: answer.machine === 'arm64' ? 'aarch64' : answer.machine,
        system: answer.libc,
        origin,
      });
  }
  return { usable: [...usable.values()].toSorted(byRank), refused: [...refused.values()] };
}

function candidates({ named, packs, path, home }: PythonPlaces): readonly Candidate[] {
  // Shims are scripts that start something else; what they start is looked at where it lies.
  const folders = path
    .split(delimiter)
    .filter((folder) => folder !== '' && !/[/\\]shims$/.test(folder));
  const versions = join(home, '.pyenv', 'versions');
  const found = [
    ...named.map((given): Candidate => ({ path: given, origin: 'setting' })),
    ...packs.map((folder): Candidate => ({ path: join(folder, 'bin', 'python3'), origin: 'pack' })),
    ...[...new Set([...folders, ...usualFolders])].flatMap((folder) =>
      names.map((name): Candidate => ({ path: join(folder, name), origin: 'machine' })),
    ),
    ...foldersIn(versions).map((version): Candidate => ({
      path: join(versions, version, 'bin', 'python3'),
      origin: 'machine',
      version,
    })),
    ...foldersIn('/opt').flatMap((folder): readonly Candidate[] => [
      { path: join('/opt', folder, 'bin', 'python3'), origin: 'machine' },
    ]),
  ];
  return found.slice(0, candidatesMax);
}

interface Answer {
  readonly executable: string;
  readonly version: readonly [number, number, number];
  readonly implementation: string;
  readonly free: boolean;
  readonly machine: string;
  readonly libc: string;
  readonly missing: readonly string[];
}

/** Null when there is no such program. */
function ask(path: string): Promise<Answer | { readonly reason: RefusedPython['reason'] } | null> {
  return new Promise((resolve) => {
    execFile(
      path,
      ['-I', '-c', question],
      { timeout: askMs, maxBuffer: 65_536, env: { PATH: process.env['PATH'] ?? '' } },
      (error, output) => {
        if (error) {
          const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
          const why = messageOf(error).split('\n').at(-1) ?? '';
          resolve(isAbsent ? null : { reason: reasons.silent(why) });
          return;
        }
        try {
          resolve(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Answer);
        } catch {
          resolve({ reason: reasons.silent(output.slice(0, 200)) });
        }
      },
    );
  });
}

function whyRefused({
  version,
  implementation,
  free,
  missing,
}: Answer): RefusedPython['reason'] | null {
  const [major, minor] = version;
  if (implementation !== 'cpython') return reasons.implementation(implementation);
  if (major < 3 || (major === 3 && minor < 12)) return reasons.old(version.join('.'));
  if (free) return reasons.free;
  return missing.length > 0 ? reasons.missing(missing.join(', ')) : null;
}

function isOld(version: string | undefined): boolean {
  const [, major, minor] = /^(\d)\.(\d+)/.exec(version ?? '') ?? [];
  return major !== undefined && (Number(major) < 3 || (major === '3' && Number(minor) < 12));
}

function byRank(a: FoundPython, b: FoundPython): number {
  const origins: readonly PythonOrigin[] = ['setting', 'pack', 'machine'];
  const order = origins.indexOf(a.origin) - origins.indexOf(b.origin);
  return order !== 0 ? order : b.version.localeCompare(a.version, 'en', { numeric: true });
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const question = `
import importlib.util, json, os, platform, sys, sysconfig
def libc():
    if sys.platform != 'linux': return sys.platform
    try: return os.confstr('CS_GNU_LIBC_VERSION')
    except (ValueError, OSError): return 'musl'
print(json.dumps({
    'executable': os.path.realpath(getattr(sys, '_base_executable', None) or sys.executable),
    'version': sys.version_info[:3],
    'implementation': sys.implementation.name,
    'free': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),
    'machine': platform.machine(),
    'libc': libc(),
    'missing': [n for n in ('_ssl', '_ctypes', 'zlib', '_socket', '_hashlib') if not importlib.util.find_spec(n)],
}))
`;

const reasons = {
  absent: { en: 'there is no such program', zh: '没有这个程序' },
  free: {
    en: 'it is a free-threaded build, for which plugins have no wheels',
    zh: '它是自由线程版本，插件没有适用的 wheel',
  },
  old: (version: string) => ({
    en: `its version ${version} is older than 3.12`,
    zh: `版本 ${version} 低于 3.12`,
  }),
  implementation: (name: string) => ({
    en: `it is ${name}, not CPython`,
    zh: `它是 ${name}，不是 CPython`,
  }),
  missing: (modules: string) => ({
    en: `it was built without ${modules}`,
    zh: `编译时缺少 ${modules}`,
  }),
  silent: (said: string) => ({
    en: `it does not answer as a Python does: ${said}`,
    zh: `它的响应不像 Python：${said}`,
  }),
};

const names = ['python3.12', 'python3.13', 'python3.14', 'python3'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const askMs = 10_000;
const candidatesMax = 200;
