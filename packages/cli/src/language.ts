import type { Language } from '@outpost/contracts';

/** Chinese where the terminal is. */
export function languageOfTerminal(
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
