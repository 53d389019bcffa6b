import { useId, useState, type ReactNode } from 'react';
import { Icon } from '../../../../ui/icon.tsx';
import styles from './fields.module.css';

interface FormSectionProps {
  /** Absent where the first label says it all. */
  readonly title?: string;
  /** One line on what is meant. */
  readonly hint?: string;
  /** Stands at the right of the title: a switch, a button to add. */
  readonly aside?: ReactNode;
  /** Set where the section folds; whether it starts open. */
  readonly startsOpen?: boolean;
  readonly children?: ReactNode;
}

/** A part of a form under a title of its own. */
export function FormSection({ title, hint, aside, startsOpen, children }: FormSectionProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(startsOpen ?? true);
  if (title === undefined)
    return (
      <div className={styles['section']}>
        <div className={styles['sectionBody']}>{children}</div>
      </div>
    );
  const words = (
    <>
      <span className={styles['sectionTitle']}>{title}</span>
      {hint && <span className={styles['sectionHint']}>{hint}</span>}
    </>
  );
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div className={styles['sectionHead']}>
        {startsOpen === undefined ? (
          <h3 id={id} className={styles['sectionName']}>
            {words}
          </h3>
        ) : (
          <h3 className={styles['sectionName']}>
            <button
              id={id}
              type="button"
              className={styles['sectionFold']}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />
              {words}
            </button>
          </h3>
        )}
        {aside}
      </div>
      {isOpen && children && <div className={styles['sectionBody']}>{children}</div>}
    </section>
  );
}
