import { fileAttributes } from '../../../../editor/variable-types.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { recordsIn, textIn, type Config } from '../model/config-access.ts';
import {
  attributeType,
  emptyExpected,
  expectedOf,
  operatorsFor,
  suitedTo,
} from '../model/operators.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { ExpectedInput } from './expected-input.tsx';
import styles from './fields.module.css';
import { OperatorSelect } from './operator-select.tsx';
import { Rows } from './rows.tsx';

/** Conditions about the files of a list: which of them are meant. */
export function FileConditions({
  group,
  label,
  onChange,
}: {
  /** `{ logical_operator, conditions }`. */
  readonly group: Config;
  readonly label: string;
  readonly onChange: (group: Config) => void;
}) {
  const text = useText();
  const conditions = recordsIn(group['conditions']);
  const joint = textIn(group['logical_operator']) === 'or' ? 'or' : 'and';
  const give = (changes: Config): void =>
    onChange({ case_id: crypto.randomUUID(), ...group, logical_operator: joint, ...changes });
  return (
    <div className={styles['inset']} role="group" aria-label={label}>
      <p className={styles['hint']}>{text('forms.filesWhere')}</p>
      {conditions.length > 1 && (
        <Segmented
          label={text('forms.joint')}
          value={joint}
          options={[
            { value: 'and', label: text('forms.and') },
            { value: 'or', label: text('forms.or') },
          ]}
          onChange={(next) => give({ logical_operator: next })}
        />
      )}
      <Rows
        items={conditions}
        onChange={(items) => give({ conditions: items })}
        create={() => ({
          id: crypto.randomUUID(),
          key: 'name',
          varType: 'string',
          comparison_operator: 'contains',
          value: '',
        })}
        addLabel={text('forms.addCondition')}
        nameOf={(condition) => textIn(condition['key'])}
        row={(condition, index) => (
          <AttributeCondition
            condition={condition}
            onChange={(changed) =>
              give({ conditions: conditions.map((one, at) => (at === index ? changed : one)) })
            }
          />
        )}
      />
    </div>
  );
}

/** One comparison of an attribute: `key`, `comparison_operator`, `value`. */
export function AttributeCondition({
  condition,
  onChange,
}: {
  readonly condition: Config;
  readonly onChange: (condition: Config) => void;
}) {
  const text = useText();
  const { variables } = useNodeForm();
  const key = textIn(condition['key']) || 'name';
  const type = attributeType(key);
  const operator = textIn(condition['comparison_operator']);
  const expected = expectedOf(type, operator, key);
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <Select
          label={text('forms.attribute')}
          value={key}
          options={fileAttributes.map(([name]) => ({ value: name, label: name }))}
          onChange={(next) => {
            const before = { type, operator, value: condition['value'] };
            const suited = suitedTo(attributeType(next), next, before);
            onChange({
              ...condition,
              key: next,
              comparison_operator: suited.operator,
              value: suited.value,
            });
          }}
        />
        <OperatorSelect
          value={operator}
          operators={operatorsFor(type, key)}
          onChange={(next) =>
            onChange({
              ...condition,
              comparison_operator: next,
              ...(expectedOf(type, next, key) === expected
                ? {}
                : { value: emptyExpected(expectedOf(type, next, key)) }),
            })
          }
        />
      </div>
      <ExpectedInput
        expected={expected}
        attribute={key}
        value={condition['value']}
        scope={variables}
        onChange={(value) => onChange({ ...condition, value })}
      />
    </div>
  );
}
