import type { Words } from '../plugins/package-error.ts';
import { normaliseName } from '../python-resolve/marker.ts';
import { parseRequirement } from '../python-resolve/requirement.ts';
import type { ResolvedPackage } from '../python-resolve/resolution.ts';
import { parseVersion } from '../python-resolve/version.ts';
import type { UvOutcome } from '../uv/resolve-with-uv.ts';
import { describeTarget, type Target } from '../wheels/target.ts';
import { chooseWheels } from './choose-wheels.ts';
import type { MissingWheel } from './explain-missing.ts';
import type { IndexClient } from './index-client.ts';

export interface UnsolvableOptions {
  /** What the resolver said. */
  readonly said: string;
  readonly requirements: readonly string[];
  readonly target: Target;
  readonly index: IndexClient;
  readonly ask: (target: Target) => Promise<UvOutcome>;
}

/**
 * Turns “no solution” into the packages that stand in the way. First the requirements are resolved
 * for the machine with the most wheels: what comes out is then judged for the real target. If not
 * even that works, the versions that are pinned or that the resolver named are looked up one by one.
 * What is left is the resolver's own text.
 */
export async function explainUnsolvable({
  said,
  requirements,
  target,
  index,
  ask,
}: UnsolvableOptions): Promise<{
  readonly missing: readonly MissingWheel[];
  readonly failure: Words | null;
}> {
  const easiest = await ask({
    ...target,
    architecture: 'x86_64',
    libc: { name: 'glibc', major: 2, minor: 40 },
  });
  const suspects = 'packages' in easiest ? easiest.packages : named(said, requirements);
  const { missing } = await chooseWheels(suspects, target, index);
  if (missing.length > 0) return { missing, failure: null };
  const where = describeTarget(target);
  return {
    missing,
    failure: {
      en: `The requirements cannot be met for ${where}: ${said}`,
      zh: `在 ${where} 上无法满足依赖：${said}`,
    },
  };
}

/** `name==version`, as it is pinned or as the resolver writes it. */
function named(said: string, requirements: readonly string[]): readonly ResolvedPackage[] {
  const pins = new Map<string, string>();
  for (const line of requirements)
    try {
      const { name, specifiers } = parseRequirement(line);
      const [clause] = specifiers.clauses;
      if (clause?.operator === '==' && !clause.wildcard) pins.set(name, clause.version.text);
    } catch {
      // What is not a requirement was told before.
    }
  for (const [, name = '', text = ''] of said.matchAll(/([a-z0-9][\w.-]*)==([\w.!+]*\w)/gi))
    if (parseVersion(text)) pins.set(normaliseName(name), text);
  return [...pins].map(([project, version]) => ({
    project,
    version,
    wheels: [],
    hasSourceArchive: false,
    origin: null,
    neededBy: [],
  }));
}
