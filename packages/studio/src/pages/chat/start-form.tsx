import type { FormField } from '@outpost/contracts';
import { useEffect, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { FieldFault, FormValues } from '../form-values.ts';
import { textOfValue } from '../text-of-value.ts';
import { FormFields } from '../parts/form-fields.tsx';
import styles from './chat-page.module.css';

interface StartFormProps {
  readonly form: readonly FormField[];
  readonly values: FormValues;
  readonly faults: Readonly<Record<string, FieldFault>>;
  /** What was told at the beginning of a conversation that goes on; null = it begins now. */
  readonly told: Readonly<Record<string, unknown>> | null;
  readonly onChange: (values: FormValues) => void;
}

/** What an app wants to know before the first question; folded away once it was told. */
export function StartForm({ form, values, faults, told, onChange }: StartFormProps) {
  const text = useText();
  const [isOpen, setOpen] = useState(true);
  const isNew = told === null;
  useEffect(() => setOpen(isNew), [isNew]);
  return (
    <section className={styles['startForm']}>
      <button
        type="button"
        className={styles['startHead']}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={15} />
        {text(isNew ? 'site.form' : 'site.formLocked')}
      </button>
      {isOpen && isNew && (
        <FormFields form={form} values={values} faults={faults} onChange={onChange} />
      )}
      {isOpen && told && (
        <dl className={styles['told']}>
          {form.map(({ name, label }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd>{wordsOf(told[name])}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if (typeof value !== 'object') return textOfValue(value);
  const { filename } = value as { readonly filename?: unknown };
  return typeof filename === 'string' ? filename : JSON.stringify(value);
}
