/** A version of a Python package, parsed by PEP 440. */
export interface PythonVersion {
  readonly text: string;
  readonly epoch: number;
  readonly release: readonly number[];
  /** Such as `['rc', 1]`. */
  readonly pre: readonly [label: 'a' | 'b' | 'rc', number: number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: readonly (number | string)[] | null;
}

/** Null for what PEP 440 does not call a version. */
export function parseVersion(text: string): PythonVersion | null {
  const match = pattern.exec(text.trim());
  if (!match?.groups || text.length > 200) return null;
  const {
    epoch,
    release = '',
    preLabel,
    pre,
    post,
    postDash,
    hasPost,
    dev,
    hasDev,
    local,
  } = match.groups;
  const numbers = release.split('.').map(Number);
  if (!numbers.every(Number.isSafeInteger)) return null;
  return {
    text: text.trim(),
    epoch: Number(epoch ?? 0),
    release: numbers,
    pre: preLabel === undefined ? null : [preLabelOf(preLabel), Number(pre || 0)],
    post: postDash !== undefined ? Number(postDash) : hasPost ? Number(post || 0) : null,
    dev: hasDev ? Number(dev || 0) : null,
    local:
      local === undefined
        ? null
        : local
            .toLowerCase()
            .split(/[-_.]/)
            .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** Orders versions as PEP 440 does: negative when `a` is older. */
export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

export function isPreRelease({ pre, dev }: PythonVersion): boolean {
  return pre !== null || dev !== null;
}

/** The release numbers, with zeros at the end left out. */
function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Without the local part. */
export function comparePublic(a: PythonVersion, b: PythonVersion): number {
  return (
    a.epoch - b.epoch ||
    compareReleases(a.release, b.release) ||
    comparePair(preKey(a), preKey(b)) ||
    (a.post ?? -1) - (b.post ?? -1) ||
    compareInfinite(a.dev ?? Infinity, b.dev ?? Infinity)
  );
}

/** One spelling for a version that can be written in several. */
export function canonicalVersion(text: string): string {
  const version = parseVersion(text);
  if (!version) return text;
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0 ? '' : `${epoch}!`,
    release.join('.').replace(/(\.0)+$/, ''),
    pre ? pre.join('') : '',
    post === null ? '' : `.post${post}`,
    dev === null ? '' : `.dev${dev}`,
    local ? `+${local.join('.')}` : '',
  ].join('');
}

/** A development release comes before alphas, a final one after candidates. */
function preKey({ pre, post, dev }: PythonVersion): readonly [number, number] {
  if (pre) return [{ a: 1, b: 2, rc: 3 }[pre[0]], pre[1]];
  return post === null && dev !== null ? [0, 0] : [4, 0];
}

function comparePair(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

function compareInfinite(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareLocal(a: PythonVersion['local'], b: PythonVersion['local']): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const left = a[at];
    const right = b[at];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    // Numbers are newer than words.
    if (typeof left !== typeof right) return typeof left === 'number' ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function preLabelOf(label: string): 'a' | 'b' | 'rc' {
  const lower = label.toLowerCase();
  if (lower === 'a' || lower === 'alpha') return 'a';
  return lower === 'b' || lower === 'beta' ? 'b' : 'rc';
}

const pattern =
  /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<preLabel>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<pre>\d*))?(?:-(?<postDash>\d+)|(?<hasPost>[-_.]?(?:post|rev|r)[-_.]?(?<post>\d*)))?(?<hasDev>[-_.]?dev[-_.]?(?<dev>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
