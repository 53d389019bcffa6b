import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import type { Variable } from '../../../../editor/variable-scope.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Badge } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { SwitchLine } from '../fields/simple-settings.tsx';
import {
  freshName,
  listIn,
  recordIn,
  recordsIn,
  selectorIn,
  textIn,
  type Config,
} from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

/** Joins branches: the first of its variables that is there. With groups, several at once. */
export function VariableAggregatorForm() {
  const text = useText();
  const { config, change, problem } = useNodeForm();
  const label = text('forms.aggregator.variables');
  const advanced = recordIn(config['advanced_settings']);
  const hasGroups = advanced['group_enabled'] === true;
  const groups = recordsIn(advanced['groups']);
  const setGroups = (next: readonly Config[]): void =>
    change(label, (before) => ({
      ...before,
      advanced_settings: { ...recordIn(before['advanced_settings']), groups: next },
    }));
  const turnGroups = (enabled: boolean): void =>
    change(text('forms.aggregator.groups'), (before) => ({
      ...before,
      advanced_settings: {
        ...advanced,
        group_enabled: enabled,
        groups: groups.length > 0 ? groups : [newGroup('Group1', before)],
      },
    }));
  const fault = problem(['variables'], true) ?? problem(['advanced_settings'], true);
  return (
    <FormSection title={label} hint={text('forms.aggregator.hint')}>
      {!hasGroups && (
        <Alternatives
          part={config}
          label={label}
          onChange={(part) => change(label, (before) => ({ ...before, ...part }))}
        />
      )}
      {hasGroups &&
        groups.map((group, index) => {
          const name = textIn(group['group_name']);
          const put = (changes: Config): void =>
            setGroups(groups.map((one, at) => (at === index ? { ...one, ...changes } : one)));
          return (
            <div key={textIn(group['groupId']) || String(index)} className={styles['boxed']}>
              <div className={styles['inline']}>
                <TextInput
                  className={styles['grow']}
                  aria-label={text('forms.aggregator.groupName')}
                  value={name}
                  onChange={(next) => put({ group_name: next })}
                />
                {groups.length > 1 && (
                  <IconButton
                    size="s"
                    icon="trash"
                    label={text('forms.removeNamed', { name })}
                    onClick={() => setGroups(groups.filter((_, at) => at !== index))}
                  />
                )}
              </div>
              <Alternatives part={group} label={name} onChange={put} />
            </div>
          );
        })}
      {hasGroups && (
        <Button
          size="s"
          look="quiet"
          icon="add"
          className={styles['add']}
          onClick={() =>
            setGroups([
              ...groups,
              newGroup(
                freshName(
                  'Group',
                  groups.map((group) => textIn(group['group_name'])),
                ),
                {},
              ),
            ])
          }
        >
          {text('forms.aggregator.addGroup')}
        </Button>
      )}
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
      <SwitchLine
        path={['advanced_settings', 'group_enabled']}
        label={text('forms.aggregator.groups')}
        hint={text('forms.aggregator.groupsHint')}
        checked={hasGroups}
        onChange={turnGroups}
      />
    </FormSection>
  );
}

function newGroup(name: string, { variables = [], output_type: type = 'any' }: Config): Config {
  return { groupId: crypto.randomUUID(), group_name: name, output_type: type, variables };
}

/** `variables` and `output_type` of the node or of a group: the type is that of the first variable. */
function Alternatives({
  part,
  label,
  onChange,
}: {
  readonly part: Config;
  readonly label: string;
  readonly onChange: (part: Config) => void;
}) {
  const text = useText();
  const { variables: scope } = useNodeForm();
  const selectors = listIn(part['variables']).map((selector) => selectorIn(selector));
  const type = textIn(part['output_type']);
  const accepts = selectors.some((selector) => selector.length > 0) && type !== '' ? [type] : [];
  const put = (index: number, selector: readonly string[], variable: Variable | null): void => {
    const next = selectors.map((one, at) => (at === index ? [...selector] : [...one]));
    const isFirst = next.findIndex((one) => one.length > 0) === index;
    onChange({
      variables: next,
      ...(isFirst && variable ? { output_type: variable.type } : {}),
    });
  };
  return (
    <div className={styles['stack']} data-path="variables">
      <Rows
        ordered
        items={selectors}
        onChange={(next) => onChange({ variables: next.map((selector) => [...selector]) })}
        create={() => []}
        addLabel={text('forms.addVariable')}
        nameOf={(selector) => selector.join('.')}
        empty={text('forms.aggregator.empty')}
        row={(selector, index) => (
          <VariablePicker
            label={`${label} ${index + 1}`}
            value={selector}
            variables={scope}
            accepts={index === 0 ? [] : accepts}
            onChange={(next, variable) => put(index, next, variable)}
          />
        )}
      />
      {type !== '' && (
        <span>
          <Badge>{type}</Badge>
        </span>
      )}
    </div>
  );
}
