/** The languages of the studio; a further one is a folder beside `messages/en`. */
export const languages = { en: 'English', zh: '简体中文' } as const;

export type Language = keyof typeof languages;

export type TextValues = Readonly<Record<string, string | number>>;

/**
 * `{name}` is replaced by a value; a number is written as the language writes it. A message with a
 * count has two entries, `key_one` and `key_other`, and is asked for as `key` with `count`.
 */
export function createTranslator(
  messages: Readonly<Record<string, string>>,
  language: Language,
): (key: string, values?: TextValues) => string {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (key, values = {}) => {
    const { count } = values;
    const plural =
      typeof count === 'number' ? messages[`${key}_${plurals.select(count)}`] : undefined;
    const message = plural ?? messages[`${key}_other`] ?? messages[key];
    // A missing message is a fault that the compiler and a test catch; its key still says most.
    if (message === undefined) return key;
    return message.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

/** What the browser prefers among the languages there are. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'zh' || language === 'en') return language;
  }
  return 'en';
}
