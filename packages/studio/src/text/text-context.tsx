import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { en } from '../messages/en/index.ts';
import { readStored, store } from '../start/browser-store.ts';
import {
  createTranslator,
  preferredLanguage,
  languages,
  type Language,
  type TextValues,
} from './translator.ts';

type Entry = keyof typeof en;
/** Names of messages; one that has plural forms goes by the name without the form. */
export type MessageKey = Entry extends infer Key
  ? Key extends `${infer Stem}_one` | `${infer Stem}_other`
    ? Stem
    : Key
  : never;

export type Translate = (key: MessageKey, values?: TextValues) => string;

interface TextContextValue {
  readonly text: Translate;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const TextContext = createContext<TextContextValue | null>(null);

type Messages = Readonly<Record<string, string>>;
export type LoadMessages = (language: Language) => Promise<Messages>;

const loaders: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => (await import('../messages/en/index.ts')).en,
  zh: async () => (await import('../messages/zh/index.ts')).zh,
};

/** The language for this visit: what the person chose here, else what the browser prefers. */
export function startLanguage(): Language {
  const chosen = readStored('language');
  return chosen !== null && chosen in languages
    ? (chosen as Language)
    : preferredLanguage(navigator.languages);
}

const loadAll: LoadMessages = (language) => loaders[language]();

interface TextProviderProps {
  /** The language to begin with, and where messages come from; the studio's own when absent. */
  readonly first?: Language;
  readonly load?: LoadMessages;
  readonly children: ReactNode;
}

/** Gives every component its words; shows nothing until the first language is there. */
export function TextProvider({ first, load = loadAll, children }: TextProviderProps) {
  const [language, setLanguage] = useState(() => first ?? startLanguage());
  const [loaded, setLoaded] = useState<{
    readonly language: Language;
    readonly messages: Messages;
  } | null>(null);
  useEffect(() => {
    let current = true;
    void load(language).then((messages) => {
      if (current) setLoaded({ language, messages });
    });
    return () => {
      current = false;
    };
  }, [language, load]);
  const value = useMemo(() => {
    if (!loaded) return null;
    document.documentElement.lang = loaded.language === 'zh' ? 'zh-CN' : loaded.language;
    return {
      text: createTranslator(loaded.messages, loaded.language) as Translate,
      language: loaded.language,
      setLanguage: (next: Language) => {
        store('language', next);
        setLanguage(next);
      },
    };
  }, [loaded]);
  if (!value) return null;
  return <TextContext.Provider value={value}>{children}</TextContext.Provider>;
}

export function useTexts(): TextContextValue {
  const value = useContext(TextContext);
  if (!value) throw new Error('useTexts needs a TextProvider above it.');
  return value;
}

/** The words of the current language: `const text = useText(); text('apps.title')`. */
export function useText(): Translate {
  return useTexts().text;
}
