import type { ReactNode } from 'react';
import { useTexts } from '../../text/text-context.tsx';
import { languages, type Language } from '../../text/translator.ts';
import { LighthousePicture } from '../../ui/illustrations.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import styles from './arrival-frame.module.css';

/** The page around set-up and sign-in: generous, with nothing to choose but the language. */
export function ArrivalFrame({
  title,
  words,
  children,
}: {
  readonly title: string;
  readonly words: string;
  readonly children: ReactNode;
}) {
  const { text, language, setLanguage } = useTexts();
  return (
    <main className={styles['frame']}>
      <div className={styles['language']}>
        <Segmented<Language>
          label={text('shell.language')}
          value={language}
          onChange={setLanguage}
          options={Object.entries(languages).map(([value, label]) => ({
            value: value as Language,
            label,
          }))}
        />
      </div>
      <div className={styles['card']}>
        <LighthousePicture size={112} />
        <h1 className={styles['title']}>{title}</h1>
        <p className={styles['words']}>{words}</p>
        {children}
      </div>
    </main>
  );
}
