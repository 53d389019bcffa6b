import { parseRequirement } from '../python-resolve/requirement.ts';
import { resolveWithUv, type UvOutcome } from '../uv/resolve-with-uv.ts';
import type { Target } from '../wheels/target.ts';
import type { PackingContext } from './packing-context.ts';

/** One question to uv with everything that the context says. */
export async function askUv(
  requirements: readonly string[],
  target: Target,
  {
    context,
    preReleases = false,
    constraints = [],
  }: {
    readonly context: PackingContext;
    readonly preReleases?: boolean;
    readonly constraints?: readonly string[];
  },
): Promise<UvOutcome> {
  const { directory, settings, folders, environment, fetch, signal, excludeNewer } = context;
  return resolveWithUv({
    directory,
    settings,
    folders,
    environment,
    fetch,
    signal,
    target,
    requirements,
    constraints,
    // A requirement that names a pre-release allows it, whatever uv's default is.
    preReleases: context.preReleases || preReleases || requirements.some(namesPreRelease),
    ...(excludeNewer === null ? {} : { excludeNewer }),
  });
}

function namesPreRelease(line: string): boolean {
  try {
    return parseRequirement(line).specifiers.clauses.some(
      ({ version }) => version.pre !== null || version.dev !== null,
    );
  } catch {
    return false;
  }
}
