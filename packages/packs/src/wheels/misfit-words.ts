import type { Words } from '../plugins/package-error.ts';
import { describeTarget, type Target } from './target.ts';
import type { Misfit } from './wheel-fit.ts';

/** A misfit as half a sentence: “is for x86_64, not for Linux aarch64, glibc 2.28, Python 3.12”. */
export function misfitWords(misfit: Misfit, target: Target): Words {
  const where = describeTarget(target);
  switch (misfit.type) {
    case 'architecture': {
      const list = misfit.architectures;
      return {
        en: `is for ${list.join(' or ')}, not for ${where}`,
        zh: `适用于 ${list.join('、')}，不适用于 ${where}`,
      };
    }
    case 'python':
      return {
        en: `is for ${pythonWords(misfit.tags)}, not for ${where}`,
        zh: `适用于 ${pythonWords(misfit.tags)}，不适用于 ${where}`,
      };
    case 'libc':
      return {
        en: `is for ${misfit.name === 'musl' ? 'musl (Alpine)' : 'glibc'}, not for ${where}`,
        zh: `适用于 ${misfit.name === 'musl' ? 'musl（Alpine）' : 'glibc'}，不适用于 ${where}`,
      };
    case 'libc-version':
      return {
        en: `needs ${target.libc.name} ${misfit.needs} or newer, more than ${where} has`,
        zh: `需要 ${target.libc.name} ${misfit.needs} 或更高版本，${where} 不满足`,
      };
    case 'system':
      return {
        en: `is for ${misfit.tags.join(', ')}, not for ${where}`,
        zh: `适用于 ${misfit.tags.join('、')}，不适用于 ${where}`,
      };
    default: {
      const unknown: never = misfit;
      return unknown;
    }
  }
}

/** `cp311` in words that people know. */
function pythonWords(tags: readonly string[]): string {
  const versions = tags.flatMap((tag) => {
    const match = /^(cp|py)(\d)(\d+)$/.exec(tag);
    return match ? [`Python ${match[2]}.${match[3]}`] : [];
  });
  return versions.length > 0 ? [...new Set(versions)].join(', ') : tags.join(', ');
}
