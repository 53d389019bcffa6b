import { useEffect, useState } from 'react';
import { TextInput } from '../../../../ui/text-input.tsx';
import styles from './fields.module.css';

interface NumberInputProps {
  /** Null = none. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly unit?: string | undefined;
  readonly id?: string;
  readonly label?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

/** A number; what is typed stays as it is until the field is left, then it is the number that counts. */
export function NumberInput({
  value,
  onChange,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  unit,
  label,
  ...control
}: NumberInputProps) {
  const shown = value === null ? '' : String(value);
  const [typed, setTyped] = useState(shown);
  useEffect(() => {
    setTyped((before) => (before.trim() !== '' && Number(before) === value ? before : shown));
  }, [value, shown]);
  return (
    <span className={styles['number']}>
      <TextInput
        {...control}
        aria-label={label}
        inputMode="decimal"
        value={typed}
        onChange={(next) => {
          setTyped(next);
          const number = Number(next);
          if (next.trim() === '') onChange(null);
          else if (Number.isFinite(number)) onChange(Math.min(max, Math.max(min, number)));
        }}
        onBlur={() => setTyped(shown)}
      />
      {unit && <span className={styles['unit']}>{unit}</span>}
    </span>
  );
}
