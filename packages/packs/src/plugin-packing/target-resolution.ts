import type { Words } from '../plugins/package-error.ts';
import type { Target } from '../wheels/target.ts';
import type { ChosenWheel } from './choose-wheels.ts';
import type { MissingWheel } from './explain-missing.ts';

/** What a plugin needs on one target, from names and tags alone: nothing was fetched yet. */
export interface TargetResolution {
  readonly target: Target;
  readonly chosen: readonly ChosenWheel[];
  readonly missing: readonly MissingWheel[];
  /** Why there is no resolution at all; null when there is one. */
  readonly failure: Words | null;
  /** Versions that were taken instead of the wanted ones. */
  readonly relaxed: readonly RelaxedVersion[];
}

export interface RelaxedVersion {
  readonly project: string;
  readonly wanted: string;
  readonly taken: string;
}
