import { useState, type FormEvent } from 'react';
import { FormFieldControl } from '../../../editor/form-field.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { useRunner, useRunState } from './run-context.tsx';
import styles from './run-panel.module.css';
import { useRunForm } from './use-run-form.ts';

/** The inputs of a workflow, and the button that runs it. */
export function RunForm({ onStarted }: { readonly onStarted: () => void }) {
  const text = useText();
  const { runApp } = useRunner();
  const { phase } = useRunState();
  const { fields, values, put, missing, inputs } = useRunForm();
  const [isAsked, setAsked] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (missing.length > 0) return;
    onStarted();
    void runApp({ inputs: inputs() });
  };
  return (
    <form className={styles['body']} onSubmit={submit} noValidate>
      {fields.length === 0 && <p className={styles['hint']}>{text('run.noInputs')}</p>}
      {fields.map((field) => (
        <FormFieldControl
          key={field.name}
          field={field}
          value={values[field.name]}
          onChange={(value) => put(field.name, value)}
          error={isAsked && missing.includes(field.name) ? text('run.fieldMissing') : null}
        />
      ))}
      <Button
        type="submit"
        look="primary"
        icon="play"
        busy={phase === 'starting' || phase === 'running'}
      >
        {text('run.start')}
      </Button>
    </form>
  );
}
