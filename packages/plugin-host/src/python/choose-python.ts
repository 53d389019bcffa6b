import { AppError } from '@outpost/contracts';
import type { FoundPython, PythonReport } from './find-pythons.ts';

/** What a plugin's wheels were built for. */
export interface PythonNeed {
  /** `cp312`; null when its wheels run on any. */
  readonly tag: string | null;
}

/** The interpreter for a plugin; throws `plugin_python_missing`, which says what was found instead. */
export function choosePython(plugin: string, need: PythonNeed, report: PythonReport): FoundPython {
  const fitting = report.usable.find(({ tag }) => need.tag === null || tag === need.tag);
  if (fitting) return fitting;
  const version = need.tag === null ? '≥ 3.12' : need.tag.replace(/^cp(\d)(\d+)$/, '$1.$2');
  throw new AppError('plugin_python_missing', {
    details: {
      plugin,
      version,
      platform: `${process.platform} ${process.arch}`,
      found: foundText(report),
    },
  });
}

function foundText({ usable, refused }: PythonReport): {
  readonly en: string;
  readonly zh: string;
} {
  if (usable.length + refused.length === 0)
    return { en: 'No Python was found.', zh: '未找到任何 Python。' };
  const list = (language: 'en' | 'zh'): string =>
    [
      ...usable.map(({ path, version }) => `${path} (${version})`),
      ...refused.map(({ path, reason }) => `${path} (${reason[language]})`),
    ].join(language === 'en' ? ', ' : '、');
  return { en: `Found: ${list('en')}.`, zh: `已找到：${list('zh')}。` };
}
