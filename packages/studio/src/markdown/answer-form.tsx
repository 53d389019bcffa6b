import { useId, useState, type FormEvent } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea, TextInput } from '../ui/text-input.tsx';
import fieldStyles from '../ui/field.module.css';
import { useAnswerSurroundings } from './answer-context.ts';
import styles from './answer-form.module.css';
import { formMessage, initialValues } from './form-message.ts';
import type { AnswerForm, AnswerFormField } from './nodes.ts';

/** A form in an answer. What is filled in goes as the reader's next message and nowhere else. */
export function AnswerFormView({ form }: { readonly form: AnswerForm }) {
  const text = useText();
  const { say } = useAnswerSurroundings();
  const [values, setValues] = useState(() => initialValues(form));
  const [sent, setSent] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!say) return;
    setSent(true);
    say(formMessage(form, values));
  };
  return (
    <form className={styles['form']} onSubmit={send}>
      {form.fields
        .filter(({ kind }) => kind !== 'hidden')
        .map((field) => (
          <FieldView
            key={field.name}
            field={field}
            value={values[field.name] ?? field.initial}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
      <Button
        type="submit"
        look={form.submit.look}
        disabled={say === null || sent}
        className={styles['submit']}
      >
        {sent ? text('answer.formSent') : form.submit.words || text('answer.send')}
      </Button>
    </form>
  );
}

interface FieldProps {
  readonly field: AnswerFormField;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
}

const inputTypes: Partial<Record<AnswerFormField['kind'], string>> = {
  password: 'password',
  email: 'email',
  number: 'number',
  date: 'date',
  time: 'time',
  datetime: 'datetime-local',
};

function FieldView({ field, value, onChange }: FieldProps) {
  const text = useText();
  const id = useId();
  const { kind, label, name, placeholder, options } = field;
  if (kind === 'checkbox')
    return (
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label || name}
      </label>
    );
  const words = typeof value === 'string' ? value : '';
  const control = { id, value: words, onChange, placeholder, 'aria-label': label || name };
  return (
    <div className={styles['field']}>
      {label && <label htmlFor={id}>{label}</label>}
      {kind === 'textarea' ? (
        <TextArea {...control} rows={3} />
      ) : kind === 'select' ? (
        <select
          id={id}
          aria-label={label || name}
          className={fieldStyles['control']}
          value={words}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{text('answer.choose')}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <TextInput {...control} type={inputTypes[kind] ?? 'text'} autoComplete="off" />
      )}
    </div>
  );
}
