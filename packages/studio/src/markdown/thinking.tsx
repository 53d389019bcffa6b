import { useState, type ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './thinking.module.css';

interface ThinkingProps {
  /** Whether the thought is at its end. */
  readonly closed: boolean;
  readonly children: ReactNode;
}

/** What a model thought before it answered: open while it thinks, folded afterwards. */
export function Thinking({ closed, children }: ThinkingProps) {
  const text = useText();
  // Until somebody decides, it follows the thought.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? !closed;
  return (
    <div className={styles['thinking']}>
      <button
        type="button"
        className={styles['head']}
        aria-expanded={open}
        onClick={() => setChosen(!open)}
      >
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
        {text(closed ? 'answer.thoughts' : 'answer.thinking')}
      </button>
      {open && <div className={styles['body']}>{children}</div>}
    </div>
  );
}
