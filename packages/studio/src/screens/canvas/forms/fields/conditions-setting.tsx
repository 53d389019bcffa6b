import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import {
  findVariable,
  type Variable,
  type VariableScope,
} from '../../../../editor/variable-scope.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import {
  pathText,
  recordIn,
  recordsIn,
  selectorIn,
  textIn,
  valueAt,
  type Config,
  type Path,
} from '../model/config-access.ts';
import { emptyExpected, expectedOf, operatorsFor, suitedTo } from '../model/operators.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { ExpectedInput } from './expected-input.tsx';
import styles from './fields.module.css';
import { FileConditions } from './file-conditions.tsx';
import { OperatorSelect } from './operator-select.tsx';
import { Rows } from './rows.tsx';

interface ConditionsSettingProps {
  /** The map that holds the list and its `logical_operator`. */
  readonly base: Path;
  /** The list's key in it. */
  readonly list: 'conditions' | 'break_conditions';
  readonly label: string;
  readonly scope: VariableScope;
  readonly empty: string;
}

/** Conditions that are joined by “and” or “or”. */
export function ConditionsSetting({ base, list, label, scope, empty }: ConditionsSettingProps) {
  const text = useText();
  const { config, set, problem } = useNodeForm();
  const path = [...base, list];
  const conditions = recordsIn(valueAt(config, path));
  const joint = textIn(valueAt(config, [...base, 'logical_operator'])) === 'or' ? 'or' : 'and';
  const fault = problem(path, true);
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      {conditions.length > 1 && (
        <Segmented
          label={text('forms.joint')}
          value={joint}
          options={[
            { value: 'and', label: text('forms.and') },
            { value: 'or', label: text('forms.or') },
          ]}
          onChange={(next) => set(label, [...base, 'logical_operator'], next)}
        />
      )}
      <Rows
        boxed
        items={conditions}
        empty={empty}
        addLabel={text('forms.addCondition')}
        onChange={(items) => set(label, path, items)}
        create={newCondition}
        nameOf={(condition, index) =>
          selectorIn(condition['variable_selector']).join('.') || String(index + 1)
        }
        row={(condition, index) => (
          <ConditionRow
            condition={condition}
            scope={scope}
            label={label}
            onChange={(changed) => set(label, [...path, index], changed)}
          />
        )}
      />
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
    </div>
  );
}

function newCondition(): Config {
  return {
    id: crypto.randomUUID(),
    variable_selector: [],
    varType: 'string',
    comparison_operator: 'contains',
    value: '',
  };
}

function ConditionRow({
  condition,
  scope,
  label,
  onChange,
}: {
  readonly condition: Config;
  readonly scope: VariableScope;
  readonly label: string;
  readonly onChange: (condition: Config) => void;
}) {
  const text = useText();
  const selector = selectorIn(condition['variable_selector']);
  const found = findVariable(scope, selector);
  const type = found.variable?.type ?? (textIn(condition['varType']) || 'any');
  const attribute = attributeOf(scope, selector);
  const operator = textIn(condition['comparison_operator']) || 'contains';
  const expected = expectedOf(type, operator, attribute);
  const choose = (variable: Variable | null): void => {
    if (!variable) return;
    const suited = suitedTo(variable.type, attributeOf(scope, variable.selector), {
      type,
      operator,
      value: condition['value'],
    });
    const { sub_variable_condition: _about, ...rest } = condition;
    onChange({
      ...rest,
      variable_selector: [...variable.selector],
      varType: variable.type,
      comparison_operator: suited.operator,
      value: suited.value,
    });
  };
  const compareBy = (next: string): void => {
    const kept = expectedOf(type, next, attribute) === expected;
    onChange({
      ...condition,
      comparison_operator: next,
      ...(kept ? {} : { value: emptyExpected(expectedOf(type, next, attribute)) }),
    });
  };
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <VariablePicker
          label={text('forms.conditionVariable')}
          value={selector}
          variables={scope}
          onChange={(_selector, variable) => choose(variable)}
        />
        <OperatorSelect
          value={operator}
          operators={operatorsFor(type, attribute)}
          onChange={compareBy}
        />
      </div>
      {expected === 'files' ? (
        <FileConditions
          group={recordIn(condition['sub_variable_condition'])}
          label={label}
          onChange={(group) => onChange({ ...condition, sub_variable_condition: group })}
        />
      ) : (
        <ExpectedInput
          expected={expected}
          attribute={attribute}
          value={condition['value']}
          scope={scope}
          onChange={(value) => onChange({ ...condition, value, ...numberSource(expected, value) })}
        />
      )}
    </div>
  );
}

/** Other editors ask whether the number is written or named. */
function numberSource(expected: string, value: unknown): Config {
  if (expected !== 'number') return {};
  return { numberVarType: textIn(value).includes('{{#') ? 'variable' : 'constant' };
}

/** The attribute that a selector names, when it leads into a file. */
function attributeOf(scope: VariableScope, selector: readonly string[]): string | null {
  if (selector.length < 3) return null;
  const file = findVariable(scope, selector.slice(0, -1)).variable;
  return file?.type === 'file' ? (selector.at(-1) ?? null) : null;
}
