import type { FileReference, ResolvedPackage } from '../python-resolve/resolution.ts';
import { canonicalVersion } from '../python-resolve/version.ts';
import type { ResolvedFile } from '../registries/parse-index.ts';
import type { Target } from '../wheels/target.ts';
import { chooseWheel } from '../wheels/wheel-fit.ts';
import { parseWheelName, type WheelName } from '../wheels/wheel-name.ts';
import { explainMissing, type MissingWheel } from './explain-missing.ts';
import type { IndexClient } from './index-client.ts';

export interface ChosenWheel {
  readonly package: ResolvedPackage;
  readonly name: WheelName;
  readonly file: FileReference;
}

/**
 * Chooses for every package the wheel that a target installs. Wheels that a person gave come first,
 * then those that the resolution names. A package for which it names none is asked of the index: a
 * lock lists no files for what only another architecture needs. Throws `pack_unreachable`.
 */
export async function chooseWheels(
  packages: readonly ResolvedPackage[],
  target: Target,
  index: IndexClient,
): Promise<{ readonly chosen: readonly ChosenWheel[]; readonly missing: readonly MissingWheel[] }> {
  const rows = await Promise.all(packages.map((row) => chooseOne(row, target, index)));
  return {
    chosen: rows.flatMap((row) => ('file' in row ? [row] : [])),
    missing: rows.flatMap((row) => ('words' in row ? [row] : [])),
  };
}

async function chooseOne(
  wanted: ResolvedPackage,
  target: Target,
  index: IndexClient,
): Promise<ChosenWheel | MissingWheel> {
  const given = await index.filesInFolders(wanted.project);
  const own = pick(wanted, given.map(referenceOf), target) ?? pick(wanted, wanted.wheels, target);
  if (own) return own;
  const files = await index.files(wanted.project);
  const found = wanted.origin === null ? pick(wanted, files.map(referenceOf), target) : null;
  return found ?? explainMissing(wanted, files, target);
}

function pick(
  wanted: ResolvedPackage,
  files: readonly FileReference[],
  target: Target,
): ChosenWheel | null {
  const version = canonicalVersion(wanted.version);
  const rows = files.flatMap((file) => {
    const name = parseWheelName(file.filename);
    return name && canonicalVersion(name.version) === version ? [{ name, file }] : [];
  });
  const row = chooseWheel(rows, target);
  return row && { package: wanted, ...row };
}

function referenceOf({ filename, sha256, sizeBytes, location }: ResolvedFile): FileReference {
  return { filename, sha256, sizeBytes, location };
}
