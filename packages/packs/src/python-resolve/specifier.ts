import {
  comparePublic,
  compareVersions,
  isPreRelease,
  parseVersion,
  type PythonVersion,
} from './version.ts';

/** Version clauses joined by commas, all of which must hold (PEP 440): `>=1.2,<2`. */
export interface SpecifierSet {
  readonly text: string;
  readonly clauses: readonly Clause[];
}

interface Clause {
  readonly operator: '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | '===';
  readonly version: PythonVersion;
  /** `==1.2.*` */
  readonly wildcard: boolean;
  readonly text: string;
}

/** Null when a clause cannot be read; the empty text allows everything. */
export function parseSpecifiers(text: string): SpecifierSet | null {
  const clauses: Clause[] = [];
  for (const part of text.split(',').map((clause) => clause.trim())) {
    if (part === '') continue;
    const match = /^(===|==|!=|<=|>=|~=|<|>)\s*(\S+)$/.exec(part);
    if (!match?.[1] || !match[2]) return null;
    const wildcard = match[2].endsWith('.*');
    const written = wildcard ? match[2].slice(0, -2) : match[2];
    const version = parseVersion(written) ?? (match[1] === '===' ? noVersion(written) : null);
    if (!version) return null;
    clauses.push({ operator: match[1] as Clause['operator'], version, wildcard, text: match[2] });
  }
  return { text: text.trim(), clauses };
}

/**
 * Whether a version satisfies every clause. Pre-releases do only where a clause names one, unless
 * `preReleases` allows all.
 */
export function satisfies(
  version: PythonVersion,
  { clauses }: SpecifierSet,
  { preReleases = true }: { readonly preReleases?: boolean } = {},
): boolean {
  if (!preReleases && isPreRelease(version) && !namesPreRelease({ text: '', clauses }))
    return false;
  return clauses.every((clause) => holds(version, clause));
}

/** Whether one of the clauses is written with a pre-release, which asks for such. */
function namesPreRelease({ clauses }: SpecifierSet): boolean {
  return clauses.some(({ operator, version }) => operator !== '!=' && isPreRelease(version));
}

function holds(version: PythonVersion, clause: Clause): boolean {
  const { operator, version: wanted, wildcard, text } = clause;
  const order = comparePublic(version, wanted);
  switch (operator) {
    case '===':
      return version.text.toLowerCase() === text.toLowerCase();
    case '==':
      return wildcard ? hasPrefix(version, wanted) : isSame(version, wanted);
    case '!=':
      return wildcard ? !hasPrefix(version, wanted) : !isSame(version, wanted);
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '<':
      // 2.0rc1 is not “below 2.0” for somebody who does not want 2.
      return (
        order < 0 &&
        (isPreRelease(wanted) || !(isPreRelease(version) && sameRelease(version, wanted)))
      );
    case '>':
      return (
        order > 0 &&
        (wanted.post !== null || !(version.post !== null && sameRelease(version, wanted)))
      );
    case '~=':
      return (
        order >= 0 &&
        hasPrefix(version, {
          ...wanted,
          pre: null,
          post: null,
          dev: null,
          release: wanted.release.slice(0, -1),
        })
      );
    default: {
      const unknown: never = operator;
      return unknown;
    }
  }
}

/** A pin without a local part accepts every local part. */
function isSame(version: PythonVersion, wanted: PythonVersion): boolean {
  return wanted.local === null
    ? comparePublic(version, wanted) === 0
    : compareVersions(version, wanted) === 0;
}

function hasPrefix(version: PythonVersion, wanted: PythonVersion): boolean {
  return (
    version.epoch === wanted.epoch &&
    wanted.release.every((number, at) => (version.release[at] ?? 0) === number)
  );
}

function sameRelease(a: PythonVersion, b: PythonVersion): boolean {
  return comparePublic(stripped(a), stripped(b)) === 0;
}

function stripped(version: PythonVersion): PythonVersion {
  return { ...version, pre: null, post: null, dev: null };
}

function noVersion(text: string): PythonVersion {
  return { text, epoch: 0, release: [0], pre: null, post: null, dev: null, local: null };
}
