import { PromptText } from '../../../../editor/prompt-text.tsx';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Badge } from '../../../../ui/badge.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { NumberSetting, SelectSetting } from '../fields/simple-settings.tsx';
import { TemplateSetting } from '../fields/template-setting.tsx';
import {
  freshName,
  recordIn,
  recordsIn,
  selectorIn,
  textIn,
  type Config,
} from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const inputTypes = ['paragraph', 'select', 'file', 'file-list'] as const;
const styleNames = ['primary', 'default', 'accent', 'ghost'] as const;

/** A form that a person fills in while the run waits. */
export function HumanInputForm() {
  const text = useText();
  const { config, set, changeWays } = useNodeForm();
  const inputsLabel = text('forms.human.inputs');
  const actionsLabel = text('forms.human.actions');
  const inputs = recordsIn(config['inputs']);
  const actions = recordsIn(config['user_actions']);
  const inputNames = inputs.map((input) => textIn(input['output_variable_name']));
  const actionIds = actions.map((action) => textIn(action['id']));
  const methods = recordsIn(config['delivery_methods']);
  return (
    <>
      <FormSection title={text('forms.human.content')} hint={text('forms.human.contentHint')}>
        <TemplateSetting path={['form_content']} label={text('forms.human.content')} />
      </FormSection>
      <FormSection title={inputsLabel}>
        <div data-path="inputs">
          <Rows
            ordered
            boxed
            items={inputs}
            onChange={(items) => set(inputsLabel, ['inputs'], items)}
            create={() => ({
              type: 'paragraph',
              output_variable_name: freshName('answer', inputNames),
              default: null,
            })}
            nameOf={(_, index) => inputNames[index] ?? ''}
            row={(input, index) => (
              <HumanInput
                input={input}
                onChange={(changed) => set(inputsLabel, ['inputs', index], changed)}
              />
            )}
          />
        </div>
      </FormSection>
      <FormSection title={actionsLabel} hint={text('forms.human.actionsHint')}>
        <div data-path="user_actions">
          <Rows
            ordered
            items={actions}
            onChange={(items) => {
              const kept = items.map((item) => textIn(item['id']));
              changeWays(
                actionsLabel,
                (before) => ({ ...before, user_actions: items }),
                actionIds.filter((id) => !kept.includes(id)),
              );
            }}
            create={() => ({
              id: freshName('action', actionIds),
              title: '',
              button_style: 'default',
            })}
            nameOf={(action) => textIn(action['title'])}
            row={(action, index) => (
              <div className={styles['inline']}>
                <TextInput
                  className={styles['grow']}
                  aria-label={text('forms.human.actionTitle')}
                  placeholder={text('forms.human.actionTitle')}
                  value={textIn(action['title'])}
                  onChange={(title) => set(actionsLabel, ['user_actions', index, 'title'], title)}
                />
                <Select
                  className={styles['fixed'] ?? ''}
                  label={text('forms.human.actionStyle')}
                  value={textIn(action['button_style']) || 'default'}
                  options={styleNames.map((value) => ({ value: value as string, label: value }))}
                  onChange={(style) =>
                    set(actionsLabel, ['user_actions', index, 'button_style'], style)
                  }
                />
              </div>
            )}
          />
        </div>
      </FormSection>
      <FormSection title={text('forms.human.delivery')}>
        <div className={styles['choices']}>
          {methods.map((method) => (
            <Badge
              key={textIn(method['id']) || textIn(method['type'])}
              tone={method['enabled'] === false ? 'neutral' : 'accent'}
            >
              {textIn(method['type'])}
            </Badge>
          ))}
        </div>
        <div className={styles['pair']}>
          <NumberSetting path={['timeout']} label={text('forms.human.timeout')} min={1} />
          <SelectSetting
            path={['timeout_unit']}
            label={text('forms.human.timeoutUnit')}
            fallback="hour"
            options={[
              { value: 'hour', label: text('forms.human.hours') },
              { value: 'day', label: text('forms.human.days') },
            ]}
          />
        </div>
      </FormSection>
    </>
  );
}

function HumanInput({
  input,
  onChange,
}: {
  readonly input: Config;
  readonly onChange: (input: Config) => void;
}) {
  const text = useText();
  const { variables } = useNodeForm();
  const name = textIn(input['output_variable_name']);
  const given = recordIn(input['default']);
  const isVariable = given['type'] === 'variable';
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <TextInput
          className={styles['grow']}
          aria-label={text('forms.name')}
          value={name}
          onChange={(next) => onChange({ ...input, output_variable_name: next })}
        />
        <Select
          className={styles['fixed'] ?? ''}
          label={text('forms.typeOf', { name })}
          value={textIn(input['type']) || 'paragraph'}
          options={inputTypes.map((value) => ({
            value: value as string,
            label: text(`forms.inputType.${value}`),
          }))}
          onChange={(type) => onChange({ ...input, type })}
        />
      </div>
      <div className={styles['line']}>
        <span className={styles['hint']}>{text('forms.start.default')}</span>
        <Segmented
          label={text('forms.sourceOf', { name })}
          value={isVariable ? 'variable' : 'constant'}
          options={[
            { value: 'constant', label: text('forms.constant') },
            { value: 'variable', label: text('forms.variable') },
          ]}
          onChange={(type) => onChange({ ...input, default: { type, selector: [], value: '' } })}
        />
      </div>
      {isVariable ? (
        <VariablePicker
          label={text('forms.start.default')}
          value={selectorIn(given['selector'])}
          variables={variables}
          onChange={(selector) =>
            onChange({ ...input, default: { ...given, selector: [...selector] } })
          }
        />
      ) : (
        <PromptText
          oneLine
          label={text('forms.start.default')}
          variables={variables}
          value={textIn(given['value'])}
          onChange={(value) =>
            onChange({ ...input, default: { selector: [], ...given, type: 'constant', value } })
          }
        />
      )}
    </div>
  );
}
