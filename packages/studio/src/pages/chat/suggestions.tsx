import { useText } from '../../text/text-context.tsx';
import styles from './chat-page.module.css';

interface SuggestionsProps {
  readonly questions: readonly string[];
  readonly onAsk: (question: string) => void;
  /** Before the first question, where they need no heading. */
  readonly isFirst?: boolean;
}

export function Suggestions({ questions, onAsk, isFirst = false }: SuggestionsProps) {
  const text = useText();
  if (questions.length === 0) return null;
  return (
    <ul
      className={isFirst ? styles['firstQuestions'] : styles['nextQuestions']}
      aria-label={text('site.suggestions')}
    >
      {questions.map((question) => (
        <li key={question}>
          <button type="button" className={styles['question']} onClick={() => onAsk(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}
