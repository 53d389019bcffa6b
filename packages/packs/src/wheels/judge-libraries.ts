import type { Words } from '../plugins/package-error.ts';
import type { NativeFile } from './inspect-wheel.ts';
import { describeTarget, type Target } from './target.ts';

export interface LibraryFinding {
  readonly type: 'wrong-architecture' | 'glibc-too-new' | 'page-size' | 'system-library';
  /** Keeps the wheel from running; otherwise it may. */
  readonly severity: 'error' | 'warning';
  readonly words: Words;
}

/**
 * Judges native files by what they are, whatever the wheel's tag says. `pageBytes` is the page size
 * of the very machine when it is known: then too small an alignment is an error.
 */
export function judgeLibraries(
  filename: string,
  libraries: readonly NativeFile[],
  { target, pageBytes }: { readonly target: Target; readonly pageBytes?: number },
): readonly LibraryFinding[] {
  return [
    ...wrongArchitecture(filename, libraries, target),
    ...newGlibc(filename, libraries, target),
    ...smallPages(filename, libraries, { target, pageBytes }),
    ...missingLibraries(filename, libraries),
  ];
}

function wrongArchitecture(
  filename: string,
  libraries: readonly NativeFile[],
  target: Target,
): LibraryFinding[] {
  const wrong = libraries.filter(
    ({ path, architecture }) =>
      architecture !== target.architecture && !isForeignByDesign(path, architecture),
  );
  const [first] = wrong;
  if (!first) return [];
  const where = describeTarget(target);
  return [
    {
      type: 'wrong-architecture',
      severity: 'error',
      words: {
        en: `${filename} contains ${first.architecture} code (${first.path}), which does not run on ${where}`,
        zh: `${filename} 含有 ${first.architecture} 代码（${first.path}），无法在 ${where} 上运行`,
      },
    },
  ];
}

/** Some packages carry programs for several machines side by side and choose by the folder. */
function isForeignByDesign(path: string, architecture: string): boolean {
  const names = {
    x86_64: /x86_64|amd64|x64/,
    aarch64: /aarch64|arm64/,
    armv7l: /arm/,
    i686: /i[36]86|x86|win32/,
  }[architecture];
  return names?.test(path.toLowerCase()) ?? false;
}

function newGlibc(
  filename: string,
  libraries: readonly NativeFile[],
  { libc }: Target,
): LibraryFinding[] {
  if (libc.name !== 'glibc') return [];
  const tooNew = libraries.filter(
    ({ glibc }) =>
      glibc && (glibc[0] > libc.major || (glibc[0] === libc.major && glibc[1] > libc.minor)),
  );
  const [worst] = tooNew.toSorted((a, b) => (b.glibc?.[1] ?? 0) - (a.glibc?.[1] ?? 0));
  if (!worst?.glibc) return [];
  const needs = worst.glibc.join('.');
  return [
    {
      type: 'glibc-too-new',
      severity: 'error',
      words: {
        en: `${filename} needs glibc ${needs} (${worst.path}), whatever its name says; the target has ${libc.major}.${libc.minor}`,
        zh: `${filename} 实际需要 glibc ${needs}（${worst.path}），与文件名无关；目标系统为 ${libc.major}.${libc.minor}`,
      },
    },
  ];
}

function smallPages(
  filename: string,
  libraries: readonly NativeFile[],
  { target, pageBytes }: { readonly target: Target; readonly pageBytes: number | undefined },
): LibraryFinding[] {
  const possible = pageBytes ?? largestPages.get(target.architecture) ?? 4096;
  const [small] = libraries
    .filter(({ loadAlignBytes }) => loadAlignBytes !== null && loadAlignBytes < possible)
    .toSorted((a, b) => (a.loadAlignBytes ?? 0) - (b.loadAlignBytes ?? 0));
  if (!small) return [];
  const kilobytes = possible / 1024;
  return [
    {
      type: 'page-size',
      severity: pageBytes === undefined ? 'warning' : 'error',
      words: {
        en: `${filename} does not load on kernels with ${kilobytes} KB pages: ${small.path} is aligned to ${small.loadAlignBytes} bytes`,
        zh: `${filename} 无法在 ${kilobytes} KB 页大小的内核上加载：${small.path} 按 ${small.loadAlignBytes} 字节对齐`,
      },
    },
  ];
}

function missingLibraries(filename: string, libraries: readonly NativeFile[]): LibraryFinding[] {
  const inside = new Set(libraries.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  const wanted = new Set(
    libraries
      .flatMap(({ needed }) => needed)
      .filter((name) => !inside.has(name) && !isEverywhere(name)),
  );
  if (wanted.size === 0) return [];
  const list = [...wanted].slice(0, 5).join(', ');
  return [
    {
      type: 'system-library',
      severity: 'warning',
      words: {
        en: `${filename} needs libraries of the system: ${list}`,
        zh: `${filename} 依赖系统库：${list}`,
      },
    },
  ];
}

/** What every manylinux system has (PEP 513, 571, 599, 600). */
function isEverywhere(name: string): boolean {
  return (
    name === '' ||
    /^(ld-linux|ld64|ld-musl|libc\.musl|linux-vdso)/.test(name) ||
    /^lib(c|m|dl|rt|pthread|util|resolv|nsl|crypt|anl|gcc_s|stdc\+\+|atomic|z|expat)\.so(\.\d+)*$/.test(
      name,
    ) ||
    /^lib(X11|Xext|Xrender|ICE|SM|GL|gobject-2\.0|gthread-2\.0|glib-2\.0)\.so(\.\d+)*$/.test(
      name,
    ) ||
    name.startsWith('libpython3')
  );
}

/** Kernels with pages larger than 4 KB exist for these. */
const largestPages: ReadonlyMap<string, number> = new Map([
  ['aarch64', 65_536],
  ['ppc64le', 65_536],
  ['loongarch64', 16_384],
]);
