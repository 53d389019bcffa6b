import { messageOf } from '@outpost/contracts';
import { invalidPackage } from '../plugins/package-error.ts';
import type { ResolvedPackage } from '../python-resolve/resolution.ts';
import { resolveUvLock } from '../python-resolve/uv-lock.ts';
import type { UvOutcome } from '../uv/resolve-with-uv.ts';
import { markerEnvironment, type Target } from '../wheels/target.ts';
import { askUv } from './ask-uv.ts';
import { chooseWheels } from './choose-wheels.ts';
import type { DependencyForm } from './dependency-form.ts';
import { explainUnsolvable } from './explain-unsolvable.ts';
import { addressOfLocked } from './fetch-wheels.ts';
import type { PackingContext } from './packing-context.ts';
import { relax } from './relax.ts';
import type { TargetResolution } from './target-resolution.ts';

/** Resolves for one target. With `relaxed`, versions without a wheel give way to the nearest that work. */
export async function resolveForTarget(
  form: Exclude<DependencyForm, { type: 'none' }>,
  target: Target,
  { context, isRelaxed }: { readonly context: PackingContext; readonly isRelaxed: boolean },
): Promise<TargetResolution> {
  const first = await resolveAsWritten(form, target, context);
  if (!isRelaxed || first.missing.length === 0) return first;
  const next = await relax({ form, target, context, first });
  return next ?? first;
}

async function resolveAsWritten(
  form: Exclude<DependencyForm, { type: 'none' }>,
  target: Target,
  context: PackingContext,
): Promise<TargetResolution> {
  if (form.type === 'lock') {
    const packages = lockedPackages(form, target, context);
    return {
      target,
      ...(await chooseWheels(packages, target, context.index)),
      failure: null,
      relaxed: [],
    };
  }
  const ask = (asked: Target): Promise<UvOutcome> =>
    askUv(form.requirements, asked, { context, preReleases: form.preReleases });
  const outcome = await ask(target);
  if ('packages' in outcome)
    return {
      target,
      ...(await chooseWheels(outcome.packages, target, context.index)),
      failure: null,
      relaxed: [],
    };
  const { missing, failure } = await explainUnsolvable({
    said: outcome.failure,
    requirements: form.requirements,
    target,
    index: context.index,
    ask,
  });
  return { target, chosen: [], missing, failure, relaxed: [] };
}

function lockedPackages(
  { lock }: Extract<DependencyForm, { type: 'lock' }>,
  target: Target,
  { settings }: PackingContext,
): readonly ResolvedPackage[] {
  try {
    return resolveUvLock(lock, markerEnvironment(target)).map((row) => ({
      ...row,
      wheels: row.wheels.map((file) => addressOfLocked(file, settings)),
    }));
  } catch (error) {
    const reason = messageOf(error);
    throw invalidPackage('uv.lock', { en: reason, zh: reason }, error);
  }
}
