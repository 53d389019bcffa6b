import type { Words } from '../plugins/package-error.ts';
import type { ResolvedPackage } from '../python-resolve/resolution.ts';
import { parseSpecifiers, satisfies } from '../python-resolve/specifier.ts';
import {
  canonicalVersion,
  compareVersions,
  isPreRelease,
  parseVersion,
  type PythonVersion,
} from '../python-resolve/version.ts';
import type { ResolvedFile } from '../registries/parse-index.ts';
import { describeTarget, type Target } from '../wheels/target.ts';
import { judgeWheel, type Misfit } from '../wheels/wheel-fit.ts';
import { parseWheelName, type WheelName } from '../wheels/wheel-name.ts';

/** A package of which no wheel runs on the target. */
export interface MissingWheel {
  readonly project: string;
  readonly version: string;
  /** Packages that ask for it, as far as that is known. */
  readonly neededBy: readonly string[];
  /** The reason, in words a person can act on; whole sentences. */
  readonly words: Words;
  /** The version nearest to the wanted one that has a wheel for the target; null when none has. */
  readonly nearest: string | null;
}

/**
 * Says why a version has no wheel for a target, from all files that the index has of the project,
 * and which version nearest to it has one.
 */
export function explainMissing(
  { project, version, origin, neededBy, wheels, hasSourceArchive }: ResolvedPackage,
  files: readonly ResolvedFile[],
  target: Target,
): MissingWheel {
  const offered = files.flatMap((file) => {
    const name = parseWheelName(file.filename);
    return name ? [{ file, name }] : [];
  });
  const same = canonicalVersion(version);
  const ofVersion = [
    ...offered
      .filter(({ name }) => canonicalVersion(name.version) === same)
      .map(({ name }) => name),
    ...wheels.flatMap(({ filename }) => parseWheelName(filename) ?? []),
  ];
  // A package of that name on the index may be another one.
  const nearest = origin === null ? nearestFitting(version, offered, target) : null;
  const reason =
    origin !== null
      ? {
          en: `it comes from ${origin}, not from a package index`,
          zh: `它来自 ${origin}，而非软件源`,
        }
      : ofVersion.length > 0
        ? misfitReason(ofVersion, target)
        : withoutWheels(hasSourceArchive || files.length > 0);
  return {
    project,
    version,
    neededBy,
    nearest,
    words: sentence({
      package: `${project} ${version}`,
      neededBy,
      reason,
      nearest,
      project,
      target,
    }),
  };
}

/** The fitting version closest to the wanted one: the next newer one of the same major release, else the next older, else any newer. */
function nearestFitting(
  wanted: string,
  offered: readonly { readonly file: ResolvedFile; readonly name: WheelName }[],
  target: Target,
): string | null {
  const current = parseVersion(wanted);
  const { python } = target;
  const running = parseVersion(`${python.major}.${python.minor}.${python.micro}`);
  if (!current || !running) return null;
  const fitting = new Map<string, PythonVersion>();
  for (const { file, name } of offered) {
    const version = parseVersion(name.version);
    if (!version || file.yanked || fitting.has(canonicalVersion(name.version))) continue;
    if (isPreRelease(version) && !isPreRelease(current)) continue;
    const range = parseSpecifiers(file.requiresPython ?? '');
    if (range && !satisfies(running, range)) continue;
    if (judgeWheel(name, target).rank !== null)
      fitting.set(canonicalVersion(name.version), version);
  }
  fitting.delete(canonicalVersion(wanted));
  const versions = [...fitting.values()].toSorted(compareVersions);
  const newer = versions.find((version) => compareVersions(version, current) > 0);
  const older = versions.findLast((version) => compareVersions(version, current) < 0);
  const sameMajor = newer && newer.release[0] === current.release[0] ? newer : null;
  return (sameMajor ?? older ?? newer)?.text ?? null;
}

function withoutWheels(hasSourceArchive: boolean): Words {
  return hasSourceArchive
    ? {
        en: 'there is only a source archive, which would have to be built on such a machine',
        zh: '只有源码包，需要在目标平台上编译',
      }
    : { en: 'the package index has no file of it', zh: '软件源中没有任何文件' };
}

/** Of all the wheels of a version, what keeps the closest of them from fitting. */
function misfitReason(wheels: readonly WheelName[], target: Target): Words {
  const misfits = wheels.flatMap((wheel) => judgeWheel(wheel, target).misfit ?? []);
  const { architecture, libc, python } = target;
  const levels = misfits.flatMap((misfit) =>
    misfit.type === 'libc-version' ? [Number(misfit.needs.split('.')[1])] : [],
  );
  if (levels.length > 0) {
    const level = `${libc.major}.${Math.min(...levels)}`;
    return {
      en: `there is no wheel for ${architecture} below ${libc.name} ${level}`,
      zh: `没有适用于 ${architecture}、${libc.name} 低于 ${level} 的 wheel 文件`,
    };
  }
  const others = pythonsFor(wheels, target);
  if (others.length > 0 && !misfits.some(({ type }) => type === 'architecture'))
    return {
      en: `its wheels are for ${others.join(', ')}, not for Python ${python.major}.${python.minor}`,
      zh: `其 wheel 文件适用于 ${others.join('、')}，不适用于 Python ${python.major}.${python.minor}`,
    };
  if (misfits.some(({ type }) => type === 'libc'))
    return {
      en: `its wheels for ${architecture} are for another C library than ${libc.name}`,
      zh: `其 ${architecture} wheel 文件使用的 C 库不是 ${libc.name}`,
    };
  return otherMachines(misfits, architecture);
}

function otherMachines(misfits: readonly Misfit[], architecture: string): Words {
  const machines = new Set(
    misfits.flatMap((misfit) =>
      misfit.type === 'architecture'
        ? misfit.architectures.map((name) => `Linux ${name}`)
        : misfit.type === 'system'
          ? misfit.tags.map(systemOf)
          : [],
    ),
  );
  const list = [...machines].toSorted();
  return {
    en: `there is no wheel for Linux ${architecture}, only for ${list.join(', ') || 'other systems'}`,
    zh: `没有适用于 Linux ${architecture} 的 wheel 文件，只有 ${list.join('、') || '其他系统'} 的`,
  };
}

/** Python versions for which there are wheels of the right architecture. */
function pythonsFor(wheels: readonly WheelName[], target: Target): readonly string[] {
  const minors = new Set<number>();
  for (const wheel of wheels) {
    if (judgeWheel(wheel, target).misfit?.type !== 'python') continue;
    for (const tag of wheel.pythonTags) {
      const minor = /^cp3(\d+)$/.exec(tag)?.[1];
      if (minor === undefined) continue;
      const there = { ...target, python: { major: 3, minor: Number(minor), micro: 0 } };
      if (judgeWheel(wheel, there).rank !== null) minors.add(Number(minor));
    }
  }
  return [...minors].toSorted((a, b) => a - b).map((minor) => `Python 3.${minor}`);
}

function systemOf(tag: string): string {
  if (tag.startsWith('win')) return 'Windows';
  return tag.startsWith('macosx') ? 'macOS' : tag;
}

function sentence({
  package: wanted,
  project,
  neededBy,
  reason,
  nearest,
  target,
}: {
  readonly package: string;
  readonly project: string;
  readonly neededBy: readonly string[];
  readonly reason: Words;
  readonly nearest: string | null;
  readonly target: Target;
}): Words {
  const by = neededBy.slice(0, 3).join(', ');
  const where = describeTarget(target);
  const fix: Words =
    nearest === null
      ? {
          en: `No other version has one. Build a wheel of ${project} on such a machine and give its folder with --wheels.`,
          zh: `其他版本也没有。请在目标平台上编译 ${project} 的 wheel 文件，并用 --wheels 指定其目录。`,
        }
      : {
          en: `The nearest version that would work is ${nearest}: add --relax to take it.`,
          zh: `最接近的可用版本是 ${nearest}：加上 --relax 即可采用。`,
        };
  return {
    en: `${wanted}${by ? ` (needed by ${by})` : ''} cannot be installed on ${where}: ${reason.en}. ${fix.en}`,
    zh: `${wanted}${by ? `（${by} 需要）` : ''} 无法安装到 ${where}：${reason.zh}。${fix.zh}`,
  };
}
