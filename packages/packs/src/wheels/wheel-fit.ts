import type { Target } from './target.ts';
import type { WheelName } from './wheel-name.ts';

/** Why a wheel does not run on a target. */
export type Misfit =
  | { readonly type: 'python'; readonly tags: readonly string[] }
  | { readonly type: 'system'; readonly tags: readonly string[] }
  | { readonly type: 'architecture'; readonly architectures: readonly string[] }
  | { readonly type: 'libc'; readonly name: 'glibc' | 'musl' }
  | { readonly type: 'libc-version'; readonly needs: string };

/**
 * How well a wheel fits a target: a rank (higher is better, by the order of pip's tags), or why it
 * does not fit.
 */
export function judgeWheel(
  wheel: WheelName,
  target: Target,
):
  | { readonly rank: number; readonly misfit: null }
  | { readonly rank: null; readonly misfit: Misfit } {
  const python = bestPythonRank(wheel, target);
  if (python === null)
    return {
      rank: null,
      misfit: { type: 'python', tags: [...wheel.pythonTags, ...wheel.abiTags] },
    };
  let best: number | null = null;
  const misfits: Misfit[] = [];
  for (const tag of wheel.platformTags) {
    const judged = judgePlatform(tag, target);
    if (typeof judged === 'number') best = Math.max(best ?? 0, judged);
    else misfits.push(judged);
  }
  // Pip's order: builds for this platform before those for any, then by their Python tag.
  if (best !== null)
    return { rank: (best > 0 ? 10_000_000 : 0) + python * 1000 + best, misfit: null };
  return { rank: null, misfit: closest(misfits, wheel) };
}

/** The best of several wheels of one version; null when none fits. */
export function chooseWheel<Row extends { readonly name: WheelName }>(
  rows: readonly Row[],
  target: Target,
): Row | null {
  let best: { readonly row: Row; readonly rank: number } | null = null;
  for (const row of rows) {
    const { rank } = judgeWheel(row.name, target);
    if (rank === null) continue;
    if (!best || rank > best.rank || (rank === best.rank && isNewerBuild(row.name, best.row.name)))
      best = { row, rank };
  }
  return best?.row ?? null;
}

/** CPython of this very version first, then the stable ABI from new to old, then pure Python. */
function bestPythonRank({ pythonTags, abiTags }: WheelName, { python }: Target): number | null {
  const { major, minor } = python;
  let best: number | null = null;
  const offer = (rank: number): void => {
    best = Math.max(best ?? 0, rank);
  };
  for (const tag of pythonTags)
    for (const abi of abiTags) {
      const match = /^(cp|py)(\d)(\d*)$/.exec(tag);
      if (!match || Number(match[2]) !== major) continue;
      const tagMinor = match[3] === '' ? null : Number(match[3]);
      if (match[1] === 'cp') {
        if (tagMinor === minor && abi === `cp${major}${minor}`) offer(3000);
        else if (abi === 'abi3' && tagMinor !== null && tagMinor >= 2 && tagMinor <= minor)
          offer(2000 + tagMinor);
        else if (tagMinor === minor && abi === 'none') offer(1900);
      } else if (abi === 'none' && (tagMinor === null || tagMinor <= minor))
        offer(1000 + (tagMinor ?? 0));
    }
  return best;
}

function judgePlatform(tag: string, target: Target): number | Misfit {
  if (tag === 'any') return 0;
  const platform = parsePlatform(tag);
  if (!platform) return { type: 'system', tags: [tag] };
  const { libc } = target;
  if (platform.architecture !== target.architecture)
    return { type: 'architecture', architectures: [platform.architecture] };
  // A plain `linux_…` tag promises nothing about the C library.
  if (platform.libc === null) return 1;
  if (platform.libc !== libc.name) return { type: 'libc', name: platform.libc };
  if (platform.major !== libc.major || platform.minor > libc.minor)
    return { type: 'libc-version', needs: `${platform.major}.${platform.minor}` };
  return 2 + platform.minor;
}

interface Platform {
  readonly architecture: string;
  readonly libc: 'glibc' | 'musl' | null;
  readonly major: number;
  readonly minor: number;
}

function parsePlatform(tag: string): Platform | null {
  const match = /^(manylinux|musllinux)_(\d+)_(\d+)_(\w+)$/.exec(oldNames(tag));
  if (match)
    return {
      libc: match[1] === 'manylinux' ? 'glibc' : 'musl',
      major: Number(match[2]),
      minor: Number(match[3]),
      architecture: match[4] ?? '',
    };
  const plain = /^linux_(\w+)$/.exec(tag);
  return plain ? { libc: null, major: 0, minor: 0, architecture: plain[1] ?? '' } : null;
}

function oldNames(tag: string): string {
  return tag
    .replace(/^manylinux1_/, 'manylinux_2_5_')
    .replace(/^manylinux2010_/, 'manylinux_2_12_')
    .replace(/^manylinux2014_/, 'manylinux_2_17_');
}

/** Of the reasons of several tags, the one that is least far from fitting. */
function closest(misfits: readonly Misfit[], wheel: WheelName): Misfit {
  const versions = misfits.filter((misfit) => misfit.type === 'libc-version');
  const lowest = versions.toSorted((a, b) => minorOf(a.needs) - minorOf(b.needs))[0];
  const libc = misfits.find(({ type }) => type === 'libc');
  if (lowest ?? libc) return lowest ?? libc ?? { type: 'system', tags: wheel.platformTags };
  const architectures = misfits.flatMap((misfit) =>
    misfit.type === 'architecture' ? misfit.architectures : [],
  );
  return architectures.length > 0
    ? { type: 'architecture', architectures: [...new Set(architectures)] }
    : { type: 'system', tags: wheel.platformTags };
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function isNewerBuild(a: WheelName, b: WheelName): boolean {
  const number = (build: string): number => Number.parseInt(build, 10) || 0;
  return number(a.build) > number(b.build);
}
