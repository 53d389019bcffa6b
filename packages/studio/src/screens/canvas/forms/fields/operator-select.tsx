import { useText, type MessageKey, type Translate } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import type { ComparisonOperator } from '../model/operators.ts';
import styles from './fields.module.css';

/** A comparison in words. One that a file has and this variable should not is still shown. */
export function OperatorSelect({
  value,
  operators,
  onChange,
}: {
  readonly value: string;
  readonly operators: readonly ComparisonOperator[];
  readonly onChange: (operator: string) => void;
}) {
  const text = useText();
  const known: readonly string[] = operators;
  const all = known.includes(value) ? known : [value, ...known];
  return (
    <Select
      className={styles['fixed'] ?? ''}
      label={text('forms.operator')}
      value={value}
      options={all.map((operator) => ({
        value: operator,
        label: operatorWords(operator, text),
      }))}
      onChange={onChange}
    />
  );
}

export function operatorWords(operator: string, text: Translate): string {
  const key = names[operator];
  return key === undefined ? operator : text(key);
}

const names: Readonly<Record<string, MessageKey>> = {
  contains: 'forms.op.contains',
  'not contains': 'forms.op.notContains',
  'start with': 'forms.op.startsWith',
  'end with': 'forms.op.endsWith',
  is: 'forms.op.is',
  'is not': 'forms.op.isNot',
  empty: 'forms.op.empty',
  'not empty': 'forms.op.notEmpty',
  in: 'forms.op.in',
  'not in': 'forms.op.notIn',
  'all of': 'forms.op.allOf',
  exists: 'forms.op.exists',
  'not exists': 'forms.op.notExists',
  null: 'forms.op.null',
  'not null': 'forms.op.notNull',
};
