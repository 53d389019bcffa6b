import { useState } from 'react';
import { useText } from '../../../../text/text-context.tsx';
import { Badge } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { freshName, recordsIn, textIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { inputTypeOf, StartInput } from './start-input.tsx';

const path = ['variables'];

/** What a run asks for. */
export function StartForm() {
  const text = useText();
  const { config, set, mode, problem } = useNodeForm();
  const [openIndex, setOpen] = useState<number | null>(null);
  const label = text('forms.start.inputs');
  const inputs = recordsIn(config['variables']);
  const names = inputs.map((input) => textIn(input['variable']));
  const open = openIndex === null ? undefined : inputs[openIndex];
  const fault = problem(path, true);
  const create = (): Config => {
    const name = freshName('input', names);
    setOpen(inputs.length);
    return {
      variable: name,
      label: '',
      type: 'text-input',
      required: true,
      max_length: 256,
      options: [],
    };
  };
  return (
    <FormSection
      title={label}
      hint={text(mode === 'workflow' ? 'forms.start.hint' : 'forms.start.hintChat')}
    >
      <div data-path="variables" className={styles['stack']}>
        <Rows
          ordered
          items={inputs}
          onChange={(items) => set(label, path, items)}
          create={create}
          addLabel={text('forms.start.add')}
          nameOf={(_, index) => names[index] ?? ''}
          row={(input, index) => (
            <button type="button" className={styles['rowButton']} onClick={() => setOpen(index)}>
              <span className={styles['mono']}>{names[index]}</span>
              <span className={styles['rowWords']}>{textIn(input['label'])}</span>
              {input['required'] === true && <Badge tone="neutral">{text('forms.required')}</Badge>}
              <span className={styles['rowType']}>
                {text(`forms.inputType.${inputTypeOf(input)}`)}
              </span>
            </button>
          )}
        />
        {fault !== null && <p className={styles['fault']}>{fault}</p>}
      </div>
      <Dialog
        open={open !== undefined}
        onClose={() => setOpen(null)}
        title={text('forms.start.input')}
        actions={
          <Button look="primary" onClick={() => setOpen(null)}>
            {text('common.done')}
          </Button>
        }
      >
        {open && openIndex !== null && (
          <StartInput
            input={open}
            taken={names.filter((_, index) => index !== openIndex)}
            onChange={(input) => set(label, [...path, openIndex], input)}
          />
        )}
      </Dialog>
    </FormSection>
  );
}
