import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Checkbox } from '../../../../ui/switch.tsx';
import { TextArea, TextInput } from '../../../../ui/text-input.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { MemorySetting } from '../fields/memory-setting.tsx';
import { ModelSetting } from '../fields/model-setting.tsx';
import { Rows } from '../fields/rows.tsx';
import { ChoiceSetting } from '../fields/simple-settings.tsx';
import { TemplateLineSetting, TemplateSetting } from '../fields/template-setting.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { VisionSetting } from '../fields/vision-setting.tsx';
import { freshName, recordsIn, textIn, textsIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const parameterTypes = [
  'string',
  'number',
  'boolean',
  'select',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;
const textTypes = ['string'];

export function ParameterExtractorForm() {
  const text = useText();
  const { config, set, problem } = useNodeForm();
  const label = text('forms.extractor.parameters');
  const parameters = recordsIn(config['parameters']);
  const names = parameters.map((parameter) => textIn(parameter['name']));
  const fault = problem(['parameters'], true);
  return (
    <>
      <FormSection>
        <ModelSetting />
        {typeof config['query'] === 'string' ? (
          <TemplateLineSetting path={['query']} label={text('forms.extractor.query')} required />
        ) : (
          <VariableSetting
            path={['query']}
            label={text('forms.extractor.query')}
            accepts={textTypes}
            required
          />
        )}
      </FormSection>
      <FormSection title={label} hint={text('forms.extractor.hint')}>
        <div data-path="parameters" className={styles['stack']}>
          <Rows
            ordered
            boxed
            items={parameters}
            onChange={(items) => set(label, ['parameters'], items)}
            create={() => ({
              name: freshName('parameter', names),
              type: 'string',
              description: '',
              required: true,
            })}
            addLabel={text('forms.extractor.add')}
            nameOf={(_, index) => names[index] ?? ''}
            row={(parameter, index) => (
              <Parameter
                parameter={parameter}
                onChange={(changed) => set(label, ['parameters', index], changed)}
              />
            )}
          />
          {fault !== null && <p className={styles['fault']}>{fault}</p>}
        </div>
      </FormSection>
      <FormSection title={text('forms.instruction')}>
        <TemplateSetting
          path={['instruction']}
          label={text('forms.instruction')}
          placeholder={text('forms.extractor.instructionPlaceholder')}
          size="s"
        />
      </FormSection>
      <MemorySetting />
      <VisionSetting />
      <FormSection title={text('forms.advanced')} startsOpen={false}>
        <ChoiceSetting
          path={['reasoning_mode']}
          label={text('forms.extractor.way')}
          fallback="function_call"
          options={[
            { value: 'function_call', label: text('forms.extractor.wayTools') },
            { value: 'prompt', label: text('forms.extractor.wayPrompt') },
          ]}
        />
      </FormSection>
    </>
  );
}

function Parameter({
  parameter,
  onChange,
}: {
  readonly parameter: Config;
  readonly onChange: (parameter: Config) => void;
}) {
  const text = useText();
  const name = textIn(parameter['name']);
  const given = textIn(parameter['type']);
  const type = given === 'bool' ? 'boolean' : given;
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <TextInput
          className={styles['grow']}
          aria-label={text('forms.name')}
          value={name}
          onChange={(next) => onChange({ ...parameter, name: next })}
        />
        <Select
          className={styles['fixed'] ?? ''}
          label={text('forms.typeOf', { name })}
          value={parameterTypes.find((known) => known === type) ?? 'string'}
          options={parameterTypes.map((value) => ({ value, label: value }))}
          onChange={(next) => onChange({ ...parameter, type: next })}
        />
      </div>
      <TextArea
        rows={2}
        className={styles['shortArea']}
        aria-label={text('forms.descriptionOf', { name })}
        placeholder={text('forms.extractor.description')}
        value={textIn(parameter['description'])}
        onChange={(description) => onChange({ ...parameter, description })}
      />
      {type === 'select' && (
        <TextInput
          aria-label={text('forms.optionsOf', { name })}
          placeholder={text('forms.fieldOptions')}
          value={textsIn(parameter['options']).join(', ')}
          onChange={(next) =>
            onChange({ ...parameter, options: next === '' ? [] : next.split(/\s*[,，]\s*/) })
          }
        />
      )}
      <Checkbox
        label={text('forms.required')}
        checked={parameter['required'] === true}
        onChange={(required) => onChange({ ...parameter, required })}
      />
    </div>
  );
}
