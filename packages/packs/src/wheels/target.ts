import { AppError } from '@outpost/contracts';
import type { MarkerEnvironment } from '../python-resolve/marker.ts';

/**
 * The machine that packages are for: never the one that packs. Written as Python's platform tags
 * are: `cp312-manylinux_2_28_x86_64` is CPython 3.12 on an x86-64 Linux with glibc 2.28 or newer.
 */
export interface Target {
  /** As Python names it: `x86_64`, `aarch64`, `loongarch64` … */
  readonly architecture: string;
  readonly libc: {
    readonly name: 'glibc' | 'musl';
    readonly major: number;
    readonly minor: number;
  };
  readonly python: { readonly major: number; readonly minor: number; readonly micro: number };
}

/**
 * Reads a target: `aarch64`, `linux-arm64`, `manylinux2014_aarch64`, `musllinux_1_2_x86_64`,
 * `cp313-manylinux_2_34_x86_64`. What is not said is CPython 3.12 and the oldest C library that
 * current wheels are built for. Throws `plugin_target_invalid`.
 */
export function parseTarget(text: string, { python }: { readonly python?: string } = {}): Target {
  const words = text.trim().toLowerCase();
  const refuse = (): never => {
    throw new AppError('plugin_target_invalid', { details: { target: text } });
  };
  const match =
    /^(?:cp(\d)(\d{1,2})-)?(?:linux[-_/])?(?:(manylinux|musllinux)_?(\d+(?:_\d+)?)[_-])?([a-z0-9_-]+)$/.exec(
      words,
    );
  if (!match) return refuse();
  const [, major, minor, family, level, machine = ''] = match;
  const architecture = architectures.get(machine.replaceAll('-', '_'));
  if (architecture === undefined) return refuse();
  const version = /^(\d)\.?(\d{1,2})(?:\.(\d{1,2}))?$/.exec(
    python ?? `${major ?? 3}.${minor ?? 12}`,
  );
  if (!version) throw new AppError('plugin_target_invalid', { details: { target: python } });
  const pythonMinor = Number(version[2]);
  return {
    architecture,
    libc: libcFrom(family, level, architecture) ?? refuse(),
    python: {
      major: Number(version[1]),
      minor: pythonMinor,
      micro: Number(version[3] ?? usualMicro.get(pythonMinor) ?? 0),
    },
  };
}

/** The name of a target; `parseTarget` reads it back. */
export function targetName({ architecture, libc, python }: Target): string {
  const family = libc.name === 'glibc' ? 'manylinux' : 'musllinux';
  return `cp${python.major}${python.minor}-${family}_${libc.major}_${libc.minor}_${architecture}`;
}

/** In words: `Linux aarch64, glibc 2.28, Python 3.12`. */
export function describeTarget({ architecture, libc, python }: Target): string {
  return `Linux ${architecture}, ${libc.name} ${libc.major}.${libc.minor}, Python ${python.major}.${python.minor}`;
}

/** What markers see on the target. */
export function markerEnvironment({ architecture, python }: Target): MarkerEnvironment {
  const full = `${python.major}.${python.minor}.${python.micro}`;
  return {
    implementation_name: 'cpython',
    implementation_version: full,
    os_name: 'posix',
    platform_machine: architecture,
    platform_python_implementation: 'CPython',
    platform_release: '',
    platform_system: 'Linux',
    platform_version: '',
    python_full_version: full,
    python_version: `${python.major}.${python.minor}`,
    sys_platform: 'linux',
  };
}

/**
 * The target that this machine is, for installing: its architecture and C library with the given
 * Python (`3.12.3`). Null where Linux wheels do not run.
 */
export function targetOfMachine(python: string): Target | null {
  if (process.platform !== 'linux') return null;
  const architecture = architectures.get(process.arch);
  const version = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(python);
  if (architecture === undefined || !version) return null;
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  const glibc = /^(\d+)\.(\d+)/.exec(report.header?.glibcVersionRuntime ?? '');
  return {
    architecture,
    libc: glibc
      ? { name: 'glibc', major: Number(glibc[1]), minor: Number(glibc[2]) }
      : { name: 'musl', major: 1, minor: 2 },
    python: {
      major: Number(version[1]),
      minor: Number(version[2]),
      micro: Number(version[3] ?? 0),
    },
  };
}

function libcFrom(
  family: string | undefined,
  level: string | undefined,
  architecture: string,
): Target['libc'] | null {
  if (family === undefined)
    return { name: 'glibc', major: 2, minor: oldestGlibc.get(architecture) ?? 28 };
  if (family === 'musllinux') {
    const parts = /^(\d+)_(\d+)$/.exec(level ?? '');
    return parts && { name: 'musl', major: Number(parts[1]), minor: Number(parts[2]) };
  }
  const spelled = { '1': '2_5', '2010': '2_12', '2014': '2_17' }[level ?? ''] ?? level;
  const parts = /^(\d+)_(\d+)$/.exec(spelled ?? '');
  return parts && { name: 'glibc', major: Number(parts[1]), minor: Number(parts[2]) };
}

/** What people, Node, Go and Docker call an architecture, and what Python does. */
const architectures: ReadonlyMap<string, string> = new Map([
  ...['x86_64', 'amd64', 'x64', 'x86'].map((name) => [name, 'x86_64'] as const),
  ...['aarch64', 'arm64', 'arm'].map((name) => [name, 'aarch64'] as const),
  ...['loongarch64', 'loong64'].map((name) => [name, 'loongarch64'] as const),
  ['riscv64', 'riscv64'],
  ['ppc64le', 'ppc64le'],
  ['ppc64', 'ppc64le'],
  ['s390x', 's390x'],
]);

/** Where no build for glibc 2.28 can exist, because the architecture came later. */
const oldestGlibc: ReadonlyMap<string, number> = new Map([
  ['loongarch64', 36],
  ['riscv64', 39],
]);

/** The patch release that is common where that Python is: Debian 12, Ubuntu 24.04. */
const usualMicro: ReadonlyMap<number, number> = new Map([
  [11, 2],
  [12, 3],
]);

/** What is packed for when nobody says: both common architectures, the C library of Debian 10 and RHEL 8. */
export const defaultTargets: readonly Target[] = ['x86_64', 'aarch64'].map((name) =>
  parseTarget(name),
);
