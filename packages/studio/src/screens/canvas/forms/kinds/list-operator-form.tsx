import { findVariable } from '../../../../editor/variable-scope.ts';
import { fileAttributes, itemType, plainType } from '../../../../editor/variable-types.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { ExpectedInput } from '../fields/expected-input.tsx';
import { AttributeCondition } from '../fields/file-conditions.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { OperatorSelect } from '../fields/operator-select.tsx';
import { NumberSetting } from '../fields/simple-settings.tsx';
import { TemplateLineSetting } from '../fields/template-setting.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { recordIn, recordsIn, selectorIn, textIn, type Config } from '../model/config-access.ts';
import { expectedOf, operatorsFor } from '../model/operators.ts';
import { useNodeForm } from '../node-form-context.tsx';

const lists = ['array[string]', 'array[number]', 'array[boolean]', 'array[file]'];

/** In the order in which they are done: filter, take one, sort, cut. */
export function ListOperatorForm() {
  const text = useText();
  const { config, variables, change } = useNodeForm();
  const label = text('forms.list.list');
  const chosen = findVariable(variables, selectorIn(config['variable'])).variable?.type;
  const item = itemType(plainType(chosen ?? textIn(config['var_type'])));
  return (
    <>
      <FormSection>
        <VariableSetting
          path={['variable']}
          label={label}
          accepts={lists}
          required
          onChoose={(variable) => {
            if (variable)
              change(label, (before) => ({
                ...before,
                var_type: variable.type,
                item_var_type: itemType(plainType(variable.type)),
              }));
          }}
        />
      </FormSection>
      <Step
        name="filter_by"
        title={text('forms.list.filter')}
        first={{ conditions: [newFilter(item)] }}
      >
        <Filter item={item} />
      </Step>
      <Step name="extract_by" title={text('forms.list.extract')} first={{ serial: '1' }}>
        <TemplateLineSetting
          path={['extract_by', 'serial']}
          label={text('forms.list.serial')}
          hint={text('forms.list.serialHint')}
        />
      </Step>
      <Step name="order_by" title={text('forms.list.order')} first={{ key: '', value: 'asc' }}>
        <Order isFiles={item === 'file'} />
      </Step>
      <Step name="limit" title={text('forms.list.limit')} first={{ size: 10 }}>
        <NumberSetting path={['limit', 'size']} label={text('forms.list.size')} min={1} />
      </Step>
    </>
  );
}

function newFilter(item: string): Config {
  return item === 'file'
    ? { key: 'name', comparison_operator: 'contains', value: '' }
    : { key: '', comparison_operator: operatorsFor(item)[0] ?? 'contains', value: '' };
}

function Step({
  name,
  title,
  first,
  children,
}: {
  readonly name: string;
  readonly title: string;
  /** What it has when it is switched on. */
  readonly first: Config;
  readonly children: React.ReactNode;
}) {
  const { config, set } = useNodeForm();
  const step = recordIn(config[name]);
  const isOn = step['enabled'] === true;
  const turn = (enabled: boolean): void => {
    const isEmpty = recordsIn(step['conditions']).length === 0 && 'conditions' in first;
    set(title, [name], { ...first, ...step, ...(isEmpty ? first : {}), enabled });
  };
  return (
    <FormSection title={title} aside={<Switch label={title} checked={isOn} onChange={turn} />}>
      {isOn && children}
    </FormSection>
  );
}

function Filter({ item }: { readonly item: string }) {
  const text = useText();
  const { config, set, variables } = useNodeForm();
  const label = text('forms.list.filter');
  const condition = recordsIn(recordIn(config['filter_by'])['conditions'])[0] ?? newFilter(item);
  const give = (changed: Config): void => set(label, ['filter_by', 'conditions'], [changed]);
  if (item === 'file') return <AttributeCondition condition={condition} onChange={give} />;
  const operator = textIn(condition['comparison_operator']);
  const operators = operatorsFor(item === 'any' ? 'string' : item);
  return (
    <div className={styles['stack']} data-path="filter_by">
      <OperatorSelect
        value={operator}
        operators={operators}
        onChange={(next) => give({ ...condition, comparison_operator: next })}
      />
      <ExpectedInput
        expected={expectedOf(item, operator)}
        attribute={null}
        value={condition['value']}
        scope={variables}
        onChange={(value) => give({ ...condition, value })}
      />
    </div>
  );
}

function Order({ isFiles }: { readonly isFiles: boolean }) {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.list.order');
  const order = recordIn(config['order_by']);
  return (
    <div className={styles['inline']} data-path="order_by">
      {isFiles && (
        <Select
          label={text('forms.attribute')}
          value={textIn(order['key']) || 'name'}
          options={fileAttributes.map(([name]) => ({ value: name as string, label: name }))}
          onChange={(key) => set(label, ['order_by', 'key'], key)}
        />
      )}
      <Segmented
        label={text('forms.list.direction')}
        value={order['value'] === 'desc' ? 'desc' : 'asc'}
        options={[
          { value: 'asc', label: text('forms.list.ascending') },
          { value: 'desc', label: text('forms.list.descending') },
        ]}
        onChange={(value) => set(label, ['order_by', 'value'], value)}
      />
    </div>
  );
}
