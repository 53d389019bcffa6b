import { AppError, messageOf, type Language, type Words } from '@outpost/contracts';

/** What went wrong, in both languages where they exist. */
export function wordsOf(error: unknown): string | Words {
  return error instanceof AppError
    ? { en: error.messageIn('en'), zh: error.messageIn('zh') }
    : messageOf(error);
}

export function inLanguage(words: string | Words, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}
