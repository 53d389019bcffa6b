import { messageOf } from '@outpost/contracts';
import type { Words } from '../plugins/package-error.ts';
import type { DependencyFiles } from '../plugin-sources/plugin-source.ts';
import { normaliseName } from '../python-resolve/marker.ts';
import { projectDependencies } from '../python-resolve/project-file.ts';
import { parseRequirementsFile } from '../python-resolve/requirements-file.ts';
import { lockedDependencies, parseUvLock, type UvLock } from '../python-resolve/uv-lock.ts';

/**
 * The one of a plugin's dependency files that is followed. Daemons choose differently by version, by
 * their mirror setting and even by the speed of the network; here it is always the most exact one: a
 * lock that belongs to its project file, else the requirements, else the project file.
 */
export type DependencyForm =
  | {
      readonly type: 'lock';
      readonly lock: UvLock;
      readonly requirements: readonly string[];
      readonly notes: readonly Words[];
    }
  | {
      readonly type: 'requirements' | 'project';
      readonly requirements: readonly string[];
      readonly preReleases: boolean;
      /** The requirements forbid every index: what they need lies in the package. */
      readonly isClosed: boolean;
      readonly unsupported: readonly string[];
      readonly notes: readonly Words[];
    }
  | { readonly type: 'none'; readonly notes: readonly Words[] };

export function chooseDependencyForm({
  lock,
  project,
  requirements,
}: DependencyFiles): DependencyForm {
  const notes: Words[] = [];
  const wanted = project === null ? [] : projectDependencies(project);
  if (lock !== null && project !== null) {
    const read = readLock(lock, wanted);
    if ('lock' in read) return { type: 'lock', lock: read.lock, requirements: wanted, notes };
    notes.push(read.note);
  }
  if (requirements !== null) {
    const file = parseRequirementsFile(requirements);
    return {
      type: 'requirements',
      requirements: file.requirements.map(({ line }) => line),
      preReleases: file.preReleases,
      isClosed: file.noIndex,
      unsupported: file.unsupported,
      notes,
    };
  }
  if (wanted.length > 0)
    return {
      type: 'project',
      requirements: wanted,
      preReleases: false,
      isClosed: false,
      unsupported: [],
      notes,
    };
  return { type: 'none', notes };
}

function readLock(
  text: string,
  wanted: readonly string[],
): { readonly lock: UvLock } | { readonly note: Words } {
  try {
    const lock = parseUvLock(text);
    const locked = lockedDependencies(lock);
    const absent = wanted
      .map((row) => normaliseName(/^[\w.-]+/.exec(row.trim())?.[0] ?? ''))
      .filter((name) => name !== '' && !locked.has(name));
    if (absent.length === 0) return { lock };
    const list = absent.join(', ');
    return {
      note: {
        en: `uv.lock is older than pyproject.toml (it lacks ${list}); the versions are resolved anew.`,
        zh: `uv.lock 与 pyproject.toml 不一致（缺少 ${list}），已重新解析版本。`,
      },
    };
  } catch (error) {
    return {
      note: {
        en: `uv.lock cannot be used (${messageOf(error)}); the versions are resolved anew.`,
        zh: `uv.lock 无法使用（${messageOf(error)}），已重新解析版本。`,
      },
    };
  }
}
