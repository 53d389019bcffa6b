import { parseRequirement } from '../python-resolve/requirement.ts';
import { canonicalVersion } from '../python-resolve/version.ts';
import type { Target } from '../wheels/target.ts';
import { askUv } from './ask-uv.ts';
import { chooseWheels } from './choose-wheels.ts';
import type { DependencyForm } from './dependency-form.ts';
import type { PackingContext } from './packing-context.ts';
import type { TargetResolution } from './target-resolution.ts';

/**
 * Finds versions that have wheels for the target, as near to the wanted ones as possible, so that
 * everything still fits together: pip and uv refuse a set in which one package contradicts another.
 * Tried in this order, until one works:
 *
 * 1. the nearest version of what is missing; every other version stays
 * 2. the same, but others may move within their ranges
 * 3. pins of the packages that ask for what is missing become lower bounds, too
 * 4. all pins become lower bounds
 *
 * Null when nothing works.
 */
export async function relax({
  form,
  target,
  context,
  first,
}: {
  readonly form: Exclude<DependencyForm, { type: 'none' }>;
  readonly target: Target;
  readonly context: PackingContext;
  readonly first: TargetResolution;
}): Promise<TargetResolution | null> {
  if (first.missing.every(({ nearest }) => nearest === null)) return null;
  const missing = new Set(first.missing.map(({ project }) => project));
  const kept = first.chosen.map(({ package: { project, version } }) => `${project}==${version}`);
  const nearest = first.missing.flatMap(({ project, nearest: version }) =>
    version === null ? [] : [`${project}==${version}`],
  );
  const asking = new Set(first.missing.flatMap(({ neededBy }) => neededBy));
  const own = form.requirements.map((line) => loosened(line, missing));
  const attempts: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[...own, ...nearest], kept],
    [[...own, ...nearest], []],
    [own.map((line) => loosened(line, asking)), []],
    [own.map((line) => loosened(line, null)), []],
  ];
  const preReleases = form.type !== 'lock' && form.preReleases;
  for (const [requirements, constraints] of attempts) {
    const outcome = await askUv(requirements, target, { context, preReleases, constraints });
    if (!('packages' in outcome)) continue;
    const next = await chooseWheels(outcome.packages, target, context.index);
    if (next.missing.length > 0) continue;
    return { target, ...next, failure: null, relaxed: changes(first, next.chosen) };
  }
  return null;
}

/** A pin becomes a lower bound, for the packages named or for all. */
function loosened(line: string, names: ReadonlySet<string> | null): string {
  try {
    const { name, specifiers, extras } = parseRequirement(line);
    if (names && !names.has(name)) return line;
    const [, marker] = line.split(/;(.+)/s);
    const bounds = specifiers.clauses.flatMap(({ operator, version, wildcard }) =>
      ['==', '===', '~=', '>='].includes(operator)
        ? [`>=${wildcard ? version.release.join('.') : version.text}`]
        : [],
    );
    const extra = extras.length > 0 ? `[${extras.join(',')}]` : '';
    const [lowest] = bounds;
    return `${name}${extra}${lowest ?? ''}${marker ? ` ; ${marker.trim()}` : ''}`;
  } catch {
    return line;
  }
}

function changes(
  first: TargetResolution,
  chosen: TargetResolution['chosen'],
): TargetResolution['relaxed'] {
  const wanted = new Map([
    ...first.missing.map(({ project, version }) => [project, version] as const),
    ...first.chosen.map(({ package: row }) => [row.project, row.version] as const),
  ]);
  return chosen.flatMap(({ package: { project, version } }) => {
    const before = wanted.get(project);
    return before !== undefined && canonicalVersion(before) !== canonicalVersion(version)
      ? [{ project, wanted: before, taken: version }]
      : [];
  });
}
