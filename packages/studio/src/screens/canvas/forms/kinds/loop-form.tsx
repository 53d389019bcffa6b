import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { valueTypes } from '../../../../editor/variable-types.ts';
import { textOfValue } from '../../../../editor/value-text.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { ConditionsSetting } from '../fields/conditions-setting.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { NumberSetting } from '../fields/simple-settings.tsx';
import { freshName, recordsIn, selectorIn, textIn, type Config } from '../model/config-access.ts';
import { constantOf } from '../model/loop-constant.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function LoopForm() {
  const text = useText();
  const { config, set, graph, node, problem } = useNodeForm();
  const label = text('forms.loop.variables');
  const variables = recordsIn(config['loop_variables']);
  const names = variables.map((variable) => textIn(variable['label']));
  const fault = problem(['loop_variables'], true);
  return (
    <>
      <FormSection title={label} hint={text('forms.loop.variablesHint')}>
        <div data-path="loop_variables" className={styles['stack']}>
          <Rows
            boxed
            items={variables}
            onChange={(items) => set(label, ['loop_variables'], items)}
            create={() => ({
              id: crypto.randomUUID(),
              label: freshName('value', names),
              var_type: 'string',
              value_type: 'constant',
              value: '',
            })}
            addLabel={text('forms.addVariable')}
            nameOf={(_, index) => names[index] ?? ''}
            row={(variable, index) => (
              <LoopVariable
                variable={variable}
                onChange={(changed) => set(label, ['loop_variables', index], changed)}
              />
            )}
          />
          {fault !== null && <p className={styles['fault']}>{fault}</p>}
        </div>
      </FormSection>
      <FormSection title={text('forms.loop.break')} hint={text('forms.loop.breakHint')}>
        <ConditionsSetting
          base={[]}
          list="break_conditions"
          label={text('forms.loop.break')}
          scope={graph.inside(node.id)}
          empty={text('forms.loop.breakEmpty')}
        />
      </FormSection>
      <FormSection title={text('forms.loop.limit')}>
        <NumberSetting
          path={['loop_count']}
          label={text('forms.loop.count')}
          hint={text('forms.loop.countHint')}
          min={1}
          required
        />
      </FormSection>
    </>
  );
}

function LoopVariable({
  variable,
  onChange,
}: {
  readonly variable: Config;
  readonly onChange: (variable: Config) => void;
}) {
  const text = useText();
  const { variables } = useNodeForm();
  const name = textIn(variable['label']);
  const type = textIn(variable['var_type']) || 'string';
  const isConstant = variable['value_type'] !== 'variable';
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <TextInput
          className={styles['grow']}
          aria-label={text('forms.name')}
          value={name}
          onChange={(label) => onChange({ ...variable, label })}
        />
        <Select
          className={styles['fixed'] ?? ''}
          label={text('forms.typeOf', { name })}
          value={type}
          options={valueTypes.map((value) => ({ value: value as string, label: value }))}
          onChange={(next) =>
            onChange({ ...variable, var_type: next, value: isConstant ? '' : [] })
          }
        />
      </div>
      <Segmented
        label={text('forms.loop.start')}
        value={isConstant ? 'constant' : 'variable'}
        options={[
          { value: 'constant', label: text('forms.constant') },
          { value: 'variable', label: text('forms.variable') },
        ]}
        onChange={(next) =>
          onChange({ ...variable, value_type: next, value: next === 'constant' ? '' : [] })
        }
      />
      {isConstant ? (
        <ValueEditor
          type={type}
          label={text('forms.valueOf', { name })}
          value={constantOf(variable['value'], type)}
          // Other editors keep constants as text, and so do files.
          onChange={(value) => onChange({ ...variable, value: textOfValue(value) })}
        />
      ) : (
        <VariablePicker
          label={text('forms.valueOf', { name })}
          value={selectorIn(variable['value'])}
          variables={variables}
          accepts={[type]}
          onChange={(selector) => onChange({ ...variable, value: [...selector] })}
        />
      )}
    </div>
  );
}
