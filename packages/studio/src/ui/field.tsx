import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

interface FieldProps {
  readonly label: ReactNode;
  /** One line on what is meant. */
  readonly hint?: ReactNode;
  /** What is wrong with it, and the way out. */
  readonly error?: string | null | undefined;
  readonly required?: boolean;
  /** Stands at the right end of the label's line. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  /** Gets the ids that join the control to its label, hint and error. */
  readonly children: (ids: ControlIds) => ReactNode;
}

export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A labelled control: every control of a form stands in one. */
export function Field({ label, hint, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={classNames(styles['field'], className)}>
      <div className={styles['head']}>
        <label className={styles['label']} htmlFor={id}>
          {label}
          {required && (
            <span className={styles['required']} aria-hidden="true">
              *
            </span>
          )}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
