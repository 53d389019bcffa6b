import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Checkbox } from '../../ui/switch.tsx';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import type { EditorStore } from '../canvas/model/editor-store.ts';
import {
  addInputs,
  changeInput,
  faultOf,
  inputsOf,
  inputTypes,
  moveInput,
  newInput,
  optionsOf,
  removeInput,
  retyped,
  type AppInput,
  type InputType,
} from './model/inputs.ts';
import styles from './prompt-lab.module.css';
import { useDocument } from './use-draft-editor.ts';

/** What the app asks for before it answers. */
export function VariablesPart({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const inputs = inputsOf(useDocument(store));
  const [edited, setEdited] = useState<{
    readonly before: string | null;
    readonly input: AppInput;
  } | null>(null);
  return (
    <section className={styles['part']} aria-label={text('lab.variables')}>
      <header className={styles['partHead']}>
        <h2>{text('lab.variables')}</h2>
        <Button
          size="s"
          look="quiet"
          icon="add"
          onClick={() => setEdited({ before: null, input: newInput('') })}
        >
          {text('common.add')}
        </Button>
      </header>
      {inputs.length === 0 && <p className={styles['hint']}>{text('lab.noVariables')}</p>}
      <ul className={styles['list']}>
        {inputs.map((input, index) => (
          <li key={input.variable} className={styles['row']}>
            <code className={styles['name']}>{input.variable}</code>
            <span className={styles['grow']}>{input.label}</span>
            {input['required'] === true && <Badge>{text('lab.required')}</Badge>}
            <Badge tone="info">{typeName(input.type, text)}</Badge>
            <IconButton
              size="s"
              icon="arrowUp"
              label={text('lab.moveUp')}
              disabled={index === 0}
              onClick={() => store.dispatch(moveInput(input.variable, -1))}
            />
            <IconButton
              size="s"
              icon="edit"
              label={text('lab.editVariable', { name: input.variable })}
              onClick={() => setEdited({ before: input.variable, input })}
            />
            <IconButton
              size="s"
              icon="trash"
              label={text('lab.removeVariable', { name: input.variable })}
              onClick={() => store.dispatch(removeInput(input.variable))}
            />
          </li>
        ))}
      </ul>
      {edited && (
        <VariableDialog
          input={edited.input}
          others={inputs.filter(({ variable }) => variable !== edited.before)}
          onClose={() => setEdited(null)}
          onSave={(input) => {
            store.dispatch(
              edited.before === null ? addInputs([input]) : changeInput(edited.before, input),
            );
            setEdited(null);
          }}
        />
      )}
    </section>
  );
}

function typeName(type: string, text: ReturnType<typeof useText>): string {
  const known = inputTypes.find((candidate) => candidate === type);
  return known ? text(`lab.type.${known}`) : type;
}

function VariableDialog({
  input,
  others,
  onClose,
  onSave,
}: {
  readonly input: AppInput;
  readonly others: readonly AppInput[];
  readonly onClose: () => void;
  readonly onSave: (input: AppInput) => void;
}) {
  const text = useText();
  const [draft, setDraft] = useState(input);
  const fault = faultOf(draft, others);
  const put = (patch: Readonly<Record<string, unknown>>): void =>
    setDraft((before) => ({ ...before, ...patch }));
  const optionsText = Array.isArray(draft['options']) ? draft['options'].join('\n') : '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('lab.variable')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button
            look="primary"
            disabled={fault !== null}
            onClick={() => onSave({ ...draft, label: draft.label || draft.variable })}
          >
            {text('common.save')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <Field
          label={text('lab.variableName')}
          hint={text('lab.variableNameHint')}
          error={fault !== null && fault !== 'name-missing' ? text(`lab.fault.${fault}`) : null}
          required
        >
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              value={draft.variable}
              onChange={(variable) => put({ variable })}
            />
          )}
        </Field>
        <Field label={text('lab.variableLabel')}>
          {(ids) => <TextInput {...ids} value={draft.label} onChange={(label) => put({ label })} />}
        </Field>
        <Field label={text('lab.variableType')}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.type as InputType}
              options={inputTypes.map((type) => ({ value: type, label: text(`lab.type.${type}`) }))}
              onChange={(type) => setDraft((before) => retyped(before, type))}
            />
          )}
        </Field>
        {draft.type === 'select' && (
          <Field label={text('lab.options')} hint={text('lab.optionsHint')}>
            {(ids) => (
              <TextArea
                {...ids}
                value={optionsText}
                onChange={(lines) => put({ options: lines.split('\n') })}
                onBlur={() => put({ options: optionsOf(draft) })}
              />
            )}
          </Field>
        )}
        {(draft.type === 'text-input' || draft.type === 'paragraph') && (
          <Field label={text('lab.lengthMax')}>
            {(ids) => (
              <TextInput
                {...ids}
                type="number"
                value={typeof draft['max_length'] === 'number' ? String(draft['max_length']) : ''}
                onChange={(typed) => put({ max_length: typed === '' ? null : Number(typed) })}
              />
            )}
          </Field>
        )}
        <Checkbox
          label={text('lab.required')}
          checked={draft['required'] === true}
          onChange={(required) => put({ required })}
        />
      </div>
    </Dialog>
  );
}
