import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Checkbox } from '../../ui/switch.tsx';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import { checkStarts, checkTypes, type CheckType, type LooseCheck } from './model/checks.ts';
import styles from './test-sets.module.css';

/** How answers are judged; all checks must hold. */
export function ChecksPart({
  checks,
  onSave,
}: {
  readonly checks: readonly LooseCheck[];
  readonly onSave: (checks: readonly LooseCheck[]) => void;
}) {
  const text = useText();
  const [draft, setDraft] = useState(checks);
  const put = (index: number, patch: LooseCheck): void =>
    setDraft(draft.map((check, at) => (at === index ? { ...check, ...patch } : check)));
  return (
    <div className={styles['form']}>
      <p className={styles['hint']}>{text('tests.checksHint')}</p>
      {draft.map((check, index) => (
        <div key={index} className={styles['actions']}>
          <Select
            label={text('tests.check')}
            value={check['type'] as CheckType}
            options={checkTypes.map((type) => ({ value: type, label: text(`tests.type.${type}`) }))}
            onChange={(type) =>
              setDraft(draft.map((one, at) => (at === index ? checkStarts[type] : one)))
            }
          />
          <div className={styles['grow']}>
            <CheckFields check={check} onChange={(patch) => put(index, patch)} />
          </div>
          <IconButton
            icon="trash"
            label={text('tests.removeCheck')}
            onClick={() => setDraft(draft.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className={styles['actions']}>
        <Button icon="add" onClick={() => setDraft([...draft, checkStarts.contains])}>
          {text('tests.addCheck')}
        </Button>
        <Button look="primary" disabled={draft === checks} onClick={() => onSave(draft)}>
          {text('common.save')}
        </Button>
      </div>
    </div>
  );
}

function CheckFields({
  check,
  onChange,
}: {
  readonly check: LooseCheck;
  readonly onChange: (patch: LooseCheck) => void;
}) {
  const text = useText();
  const textOf = (name: string): string => (typeof check[name] === 'string' ? check[name] : '');
  const numberOf = (name: string): string =>
    typeof check[name] === 'number' ? String(check[name]) : '';
  const number = (name: string, label: string) => (
    <TextInput
      type="number"
      aria-label={label}
      placeholder={label}
      value={numberOf(name)}
      onChange={(typed) => onChange({ [name]: typed === '' ? null : Number(typed) })}
    />
  );
  const value = (
    <TextInput
      aria-label={text('tests.value')}
      placeholder={text('tests.expectedOfRow')}
      value={textOf('value')}
      onChange={(typed) => onChange({ value: typed === '' ? null : typed })}
    />
  );
  switch (check['type'] as CheckType) {
    case 'equals':
    case 'contains':
    case 'not-contains':
      return (
        <>
          {value}
          <Checkbox
            label={text('tests.ignoreCase')}
            checked={check['ignoreCase'] !== false}
            onChange={(ignoreCase) => onChange({ ignoreCase })}
          />
        </>
      );
    case 'regex':
      return (
        <TextInput
          aria-label={text('tests.pattern')}
          placeholder={text('tests.pattern')}
          value={textOf('pattern')}
          onChange={(pattern) => onChange({ pattern })}
        />
      );
    case 'json-path':
      return (
        <>
          <TextInput
            aria-label={text('tests.path')}
            placeholder="$.items[0].name"
            value={textOf('path')}
            onChange={(path) => onChange({ path })}
          />
          {value}
        </>
      );
    case 'json-schema':
      return <SchemaField schema={check['schema']} onChange={(schema) => onChange({ schema })} />;
    case 'length':
      return (
        <>
          {number('min', text('tests.lengthMin'))}
          {number('max', text('tests.lengthMax'))}
        </>
      );
    case 'latency':
      return number('maxMs', text('tests.latencyMax'));
    case 'model':
      return (
        <>
          <TextArea
            rows={2}
            aria-label={text('tests.rubric')}
            placeholder={text('tests.rubric')}
            value={textOf('rubric')}
            onChange={(rubric) => onChange({ rubric })}
          />
          {number('scoreMin', text('tests.scoreMin'))}
        </>
      );
  }
}

function SchemaField({
  schema,
  onChange,
}: {
  readonly schema: unknown;
  readonly onChange: (schema: unknown) => void;
}) {
  const text = useText();
  const [typed, setTyped] = useState(() => JSON.stringify(schema ?? {}, null, 2));
  const [isJson, setJson] = useState(true);
  return (
    <Field label={text('tests.schema')} error={isJson ? null : text('tests.notJson')}>
      {(ids) => (
        <TextArea
          {...ids}
          rows={4}
          value={typed}
          onChange={(next) => {
            setTyped(next);
            try {
              onChange(JSON.parse(next));
              setJson(true);
            } catch {
              setJson(false);
            }
          }}
        />
      )}
    </Field>
  );
}
