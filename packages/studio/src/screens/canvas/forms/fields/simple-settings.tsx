/** Settings of one plain value, joined to their place by its path. */
import type { ReactNode } from 'react';
import { Select, type Option } from '../../../../ui/select.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { TextArea, TextInput } from '../../../../ui/text-input.tsx';
import { numberIn, pathText, textIn, valueAt, type Path } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { NumberInput } from './number-input.tsx';
import styles from './fields.module.css';
import { Setting } from './setting.tsx';

interface PlainSetting {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
}

export function TextSetting({
  path,
  placeholder,
  multiline = false,
  ...field
}: PlainSetting & { readonly placeholder?: string; readonly multiline?: boolean }) {
  const { config, set } = useNodeForm();
  const control = {
    value: textIn(valueAt(config, path)),
    onChange: (value: string) => set(field.label, path, value),
    placeholder,
  };
  return (
    <Setting path={path} {...field}>
      {(ids) =>
        multiline ? <TextArea {...ids} {...control} /> : <TextInput {...ids} {...control} />
      }
    </Setting>
  );
}

export function NumberSetting({
  path,
  min,
  max,
  placeholder,
  unit,
  ...field
}: PlainSetting & {
  readonly min?: number;
  readonly max?: number;
  readonly placeholder?: string;
  readonly unit?: string;
}) {
  const { config, set } = useNodeForm();
  return (
    <Setting path={path} {...field}>
      {(ids) => (
        <NumberInput
          {...ids}
          value={numberIn(valueAt(config, path))}
          min={min}
          max={max}
          placeholder={placeholder}
          unit={unit}
          onChange={(value) => set(field.label, path, value)}
        />
      )}
    </Setting>
  );
}

export function SelectSetting<Value extends string>({
  path,
  options,
  fallback,
  ...field
}: PlainSetting & {
  readonly options: readonly Option<Value>[];
  /** What an absent value means. */
  readonly fallback: Value;
}) {
  const { config, set } = useNodeForm();
  const given = textIn(valueAt(config, path));
  const value = options.find((option) => option.value === given)?.value ?? fallback;
  return (
    <Setting path={path} {...field}>
      {({ id }) => (
        <Select
          id={id}
          value={value}
          options={options}
          onChange={(next) => set(field.label, path, next)}
        />
      )}
    </Setting>
  );
}

/** One of two to five, all in sight, with its label at the left. */
export function ChoiceSetting<Value extends string>({
  path,
  label,
  options,
  fallback,
}: {
  readonly path: Path;
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly fallback: Value;
}) {
  const { config, set } = useNodeForm();
  const given = textIn(valueAt(config, path));
  return (
    <div className={styles['line']} data-path={pathText(path)}>
      <span className={styles['lineLabel']}>{label}</span>
      <Segmented
        label={label}
        value={options.find((option) => option.value === given)?.value ?? fallback}
        options={options}
        onChange={(next) => set(label, path, next)}
      />
    </div>
  );
}

/** A switch at the right of its label. */
export function SwitchSetting({
  path,
  label,
  hint,
  fallback = false,
}: PlainSetting & { readonly fallback?: boolean }) {
  const { config, set, problem } = useNodeForm();
  const given = valueAt(config, path);
  return (
    <SwitchLine
      path={path}
      label={label}
      hint={problem(path) ?? hint}
      checked={typeof given === 'boolean' ? given : fallback}
      onChange={(checked) => set(label, path, checked)}
    />
  );
}

export function SwitchLine({
  path,
  label,
  hint,
  checked,
  onChange,
}: {
  readonly path: Path;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <div className={styles['line']} data-path={pathText(path)}>
      <span className={styles['lineLabel']}>
        {label}
        {hint && <small className={styles['lineHint']}>{hint}</small>}
      </span>
      <Switch label={label} checked={checked} onChange={onChange} />
    </div>
  );
}
