import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { findVariable } from '../../../../editor/variable-scope.ts';
import { useText, type Translate } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { SelectSetting } from '../fields/simple-settings.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { operationsFor, sourceOf, type Operation } from '../model/assignments.ts';
import { listIn, recordsIn, selectorIn, textIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

/** Changes to variables; files of the first kind have one, those of the second a list. */
export function AssignerForm() {
  const { config } = useNodeForm();
  const isSingle =
    typeof config['write_mode'] === 'string' &&
    textIn(config['version'] ?? '1') === '1' &&
    listIn(config['items']).length === 0;
  return isSingle ? <SingleChange /> : <SeveralChanges />;
}

function SingleChange() {
  const text = useText();
  const { config, graph, node } = useNodeForm();
  return (
    <FormSection title={text('forms.assigner.change')}>
      <VariableSetting
        path={['assigned_variable_selector']}
        label={text('forms.assigner.target')}
        scope={graph.writableAt(node.id)}
        required
      />
      <SelectSetting
        path={['write_mode']}
        label={text('forms.assigner.operation')}
        fallback="over-write"
        options={(['over-write', 'append', 'clear'] as const).map((value) => ({
          value,
          label: operationWords(value, text),
        }))}
      />
      {config['write_mode'] !== 'clear' && (
        <VariableSetting
          path={['input_variable_selector']}
          label={text('forms.assigner.source')}
          required
        />
      )}
    </FormSection>
  );
}

function SeveralChanges() {
  const text = useText();
  const { config, set, graph, node, problem } = useNodeForm();
  const label = text('forms.assigner.changes');
  const targets = graph.writableAt(node.id);
  const fault = problem(['items'], true);
  return (
    <FormSection title={label} hint={text('forms.assigner.hint')}>
      <div data-path="items" className={styles['stack']}>
        <Rows
          ordered
          boxed
          items={recordsIn(config['items'])}
          onChange={(items) => set(label, ['items'], items)}
          create={() => ({
            variable_selector: [],
            input_type: 'variable',
            operation: 'over-write',
            value: [],
          })}
          addLabel={text('forms.assigner.add')}
          nameOf={(item) => selectorIn(item['variable_selector']).join('.')}
          row={(item, index) => (
            <Assignment
              item={item}
              onChange={(changed) => set(label, ['items', index], changed)}
              targetType={
                findVariable(targets, selectorIn(item['variable_selector'])).variable?.type ?? 'any'
              }
            />
          )}
          empty={text(
            targets.groups.length === 0 ? 'forms.assigner.noTargets' : 'forms.assigner.empty',
          )}
        />
        {fault !== null && <p className={styles['fault']}>{fault}</p>}
      </div>
    </FormSection>
  );
}

function Assignment({
  item,
  targetType,
  onChange,
}: {
  readonly item: Config;
  readonly targetType: string;
  readonly onChange: (item: Config) => void;
}) {
  const text = useText();
  const { variables, graph, node } = useNodeForm();
  const operation = textIn(item['operation']) || 'over-write';
  const source = sourceOf(operation, targetType);
  // Files may give a constant where this form would ask for a variable: it stays one.
  const isConstant = source.input === 'constant' || item['input_type'] === 'constant';
  const suit = (type: string, wanted: string): Config => {
    const operations: readonly string[] = operationsFor(type);
    const kept = operations.includes(wanted) ? wanted : 'over-write';
    const { input } = sourceOf(kept, type);
    const isOther = input !== sourceOf(operation, targetType).input || type !== targetType;
    return {
      operation: kept,
      input_type: input === 'constant' ? 'constant' : 'variable',
      ...(isOther ? { value: input === 'variable' ? [] : '' } : {}),
    };
  };
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <VariablePicker
          label={text('forms.assigner.target')}
          value={selectorIn(item['variable_selector'])}
          variables={graph.writableAt(node.id)}
          onChange={(selector, variable) =>
            onChange({
              ...item,
              variable_selector: [...selector],
              ...suit(variable?.type ?? 'any', operation),
            })
          }
        />
        <Select
          className={styles['fixed'] ?? ''}
          label={text('forms.assigner.operation')}
          value={operation}
          options={operationsFor(targetType).map((value) => ({
            value: value as string,
            label: operationWords(value, text),
          }))}
          onChange={(next) => onChange({ ...item, ...suit(targetType, next) })}
        />
      </div>
      {source.input !== 'none' &&
        (isConstant ? (
          <ValueEditor
            type={source.type}
            label={text('forms.assigner.source')}
            value={item['value']}
            onChange={(value) => onChange({ ...item, value })}
          />
        ) : (
          <VariablePicker
            label={text('forms.assigner.source')}
            value={selectorIn(item['value'])}
            variables={variables}
            accepts={[source.type]}
            onChange={(selector) => onChange({ ...item, value: [...selector] })}
          />
        ))}
    </div>
  );
}

function operationWords(operation: Operation, text: Translate): string {
  return operation.endsWith('=')
    ? text('forms.operation.arithmetic', { sign: operation })
    : text(`forms.operation.${operation as Exclude<Operation, '+=' | '-=' | '*=' | '/='>}`);
}
