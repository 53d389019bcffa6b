import type { AnswerSurroundings } from '../../markdown/answer-context.ts';
import { Answer } from '../../markdown/answer.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { FormValues } from '../form-values.ts';
import { SiteIcon } from '../parts/site-icon.tsx';
import { useVisit } from '../visit-context.ts';
import styles from './chat-page.module.css';
import { Suggestions } from './suggestions.tsx';

interface OpeningProps {
  readonly isNew: boolean;
  readonly values: FormValues;
  readonly surroundings: AnswerSurroundings;
  readonly onAsk: (question: string) => void;
}

/** What the app says before anybody asks. */
export function Opening({ isNew, values, surroundings, onAsk }: OpeningProps) {
  const { site, base, parameters } = useVisit();
  const { openingStatement, suggestedQuestions } = parameters;
  const statement = openingStatement.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : '';
  });
  if (!isNew && statement.trim() === '') return null;
  return (
    <section className={classNames(styles['opening'], isNew && styles['openingNew'])}>
      {isNew && (
        <>
          <SiteIcon site={site} base={base} size={56} />
          <h2 className={styles['openingTitle']}>{site.title}</h2>
        </>
      )}
      {statement.trim() === '' ? (
        site.description && <p className={styles['description']}>{site.description}</p>
      ) : (
        <div className={styles['statement']}>
          <Answer text={statement} surroundings={surroundings} />
        </div>
      )}
      {isNew && <Suggestions questions={suggestedQuestions} onAsk={onAsk} isFirst />}
    </section>
  );
}
