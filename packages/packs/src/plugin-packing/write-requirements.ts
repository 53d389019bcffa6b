import { AppError } from '@outpost/contracts';
import { canonicalVersion } from '../python-resolve/version.ts';
import type { Target } from '../wheels/target.ts';
import type { InspectedWheel } from './verdict.ts';

export interface PackedTarget {
  readonly target: Target;
  readonly wheels: readonly InspectedWheel[];
}

/**
 * The one dependency file of the new package, which pip, every version of Dify's daemon and our
 * installer read alike: no index, the wheels beside it, each version pinned with its hashes. What
 * only some of the targets need has a marker. Throws `plugin_targets_clash` when targets that no
 * marker tells apart need different versions.
 */
export function requirementsText(targets: readonly PackedTarget[]): string {
  const rows = new Map<string, Row>();
  for (const { target, wheels } of targets)
    for (const {
      package: { project, version },
      sha256,
    } of wheels) {
      const key = `${project}==${canonicalVersion(version)}`;
      const row = rows.get(key) ?? { project, version, targets: [], sha256: new Set<string>() };
      row.targets.push(target);
      row.sha256.add(sha256);
      rows.set(key, row);
    }
  const all = targets.map(({ target }) => target);
  refuseClashes([...rows.values()], all);
  const lines = [...rows.values()]
    .toSorted((a, b) => (`${a.project} ${a.version}` < `${b.project} ${b.version}` ? -1 : 1))
    .map((row) => {
      const marker = row.targets.length === all.length ? '' : ` ; ${markerFor(row.targets, all)}`;
      const hashes = [...row.sha256].toSorted().map((hash) => ` \\\n    --hash=sha256:${hash}`);
      return `${row.project}==${row.version}${marker}${hashes.join('')}\n`;
    });
  return ['--no-index\n', '--find-links ./wheels/\n', ...lines].join('');
}

interface Row {
  readonly project: string;
  readonly version: string;
  readonly targets: Target[];
  readonly sha256: Set<string>;
}

function markerFor(targets: readonly Target[], all: readonly Target[]): string {
  const pythons = new Set(all.map(({ python }) => python.minor));
  const parts = targets.map(({ architecture, python }) => {
    const machine = `platform_machine == "${architecture}"`;
    if (pythons.size === 1) return machine;
    return `${machine} and python_version == "${python.major}.${python.minor}"`;
  });
  return [...new Set(parts)].toSorted().join(' or ');
}

/** Markers know the machine and the Python, but not the C library. */
function refuseClashes(rows: readonly Row[], all: readonly Target[]): void {
  const seen = (target: Target): string => `${target.architecture} ${target.python.minor}`;
  for (const { project, targets } of rows) {
    const groups = new Set(targets.map(seen));
    const outside = all.find((target) => groups.has(seen(target)) && !targets.includes(target));
    if (outside)
      throw new AppError('plugin_targets_clash', {
        details: { project, architecture: outside.architecture },
      });
  }
}
