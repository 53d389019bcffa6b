import { useEffect, useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Segmented } from '../ui/tabs.tsx';
import { TextArea, TextInput } from '../ui/text-input.tsx';
import { CodeEditor } from './code-editor.tsx';
import { FileInput } from './file-input.tsx';
import styles from './value-editor.module.css';
import { checkValue, textOfValue } from './value-text.ts';
import { plainType } from './variable-types.ts';

export interface ValueEditorProps {
  /** As app files write types. */
  readonly type: string;
  /** Undefined or null = no value. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly placeholder?: string;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

/** A value by hand, as its type wants it: a field, a switch, JSON, files. */
export function ValueEditor({ type, value, onChange, ...control }: ValueEditorProps) {
  const text = useText();
  const { label, placeholder, ...ids } = control;
  switch (plainType(type)) {
    case 'string':
      return (
        <TextArea
          {...ids}
          aria-label={label}
          className={styles['text']}
          rows={typeof value === 'string' && value.includes('\n') ? 4 : 1}
          value={typeof value === 'string' ? value : textOfValue(value)}
          placeholder={placeholder}
          onChange={onChange}
        />
      );
    case 'number':
      return <NumberEditor {...control} value={value} onChange={onChange} />;
    case 'boolean':
      return (
        <Segmented
          label={label}
          value={value === true ? 'true' : value === false ? 'false' : ''}
          options={[
            { value: 'true', label: text('editor.true') },
            { value: 'false', label: text('editor.false') },
          ]}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'file':
      return (
        <FileInput id={ids.id} label={label} several={false} value={value} onChange={onChange} />
      );
    case 'array[file]':
      return <FileInput id={ids.id} label={label} several value={value} onChange={onChange} />;
    default:
      return <JsonEditor {...control} type={type} value={value} onChange={onChange} />;
  }
}

function NumberEditor({ value, onChange, label, ...ids }: Omit<ValueEditorProps, 'type'>) {
  const [typed, setTyped] = useState(() => textOfValue(value));
  useEffect(() => {
    setTyped((before) => (Number(before) === value && before !== '' ? before : textOfValue(value)));
  }, [value]);
  return (
    <TextInput
      {...ids}
      aria-label={label}
      inputMode="decimal"
      value={typed}
      onChange={(next) => {
        setTyped(next);
        if (next.trim() === '') onChange(null);
        else if (Number.isFinite(Number(next))) onChange(Number(next));
      }}
      onBlur={() => setTyped(textOfValue(value))}
    />
  );
}

/** JSON text of its own until it is a value of the type; until then the last good value stays. */
function JsonEditor({ type, value, onChange, label, ...ids }: ValueEditorProps) {
  const text = useText();
  const [typed, setTyped] = useState(() => textOfValue(value));
  const result = checkValue(typed, type);
  useEffect(() => {
    setTyped((before) => {
      const held = checkValue(before, type);
      const isSame = held.problem === null && textOfValue(held.value) === textOfValue(value);
      return isSame ? before : textOfValue(value);
    });
  }, [value, type]);
  return (
    <div>
      <CodeEditor
        {...ids}
        label={label}
        head={<code className={styles['type']}>{type}</code>}
        language="json"
        size="s"
        value={typed}
        onChange={(next) => {
          setTyped(next);
          const checked = checkValue(next, type);
          if (checked.problem === null) onChange(checked.value);
        }}
        {...(result.problem === null ? {} : { 'aria-invalid': true as const })}
      />
      {result.problem !== null && (
        <p className={styles['problem']} role="status">
          {text(`editor.value.${result.problem}`, { type })}
        </p>
      )}
    </div>
  );
}
