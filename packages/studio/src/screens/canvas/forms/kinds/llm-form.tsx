import { useText } from '../../../../text/text-context.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { MemorySetting } from '../fields/memory-setting.tsx';
import { ModelSetting } from '../fields/model-setting.tsx';
import { PromptMessages } from '../fields/prompt-messages.tsx';
import { SchemaEditor } from '../fields/schema-editor.tsx';
import { ChoiceSetting, NumberSetting } from '../fields/simple-settings.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { VisionSetting } from '../fields/vision-setting.tsx';
import { isRecord, recordIn } from '../model/config-access.ts';
import { emptySchema } from '../model/schema-fields.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function LlmForm() {
  const text = useText();
  const { config } = useNodeForm();
  const hasContext = recordIn(config['context'])['enabled'] === true;
  const isCompletion = !Array.isArray(config['prompt_template']);
  return (
    <>
      <FormSection>
        <ModelSetting />
      </FormSection>
      <FormSection title={text('forms.prompt')}>
        <PromptMessages
          specials={[
            ...(hasContext ? (['context'] as const) : []),
            ...(isCompletion ? (['histories'] as const) : []),
          ]}
        />
      </FormSection>
      <ContextSetting />
      <MemorySetting asksQuestion />
      <VisionSetting />
      <StructuredOutput />
      <FormSection title={text('forms.advanced')} startsOpen={false}>
        <ChoiceSetting
          path={['reasoning_format']}
          label={text('forms.llm.reasoning')}
          fallback="tagged"
          options={[
            { value: 'tagged', label: text('forms.llm.reasoningTagged') },
            { value: 'separated', label: text('forms.llm.reasoningSeparated') },
          ]}
        />
        <NumberSetting
          path={['invocation', 'first_token_timeout_ms']}
          label={text('forms.llm.firstToken')}
          hint={text('forms.llm.firstTokenHint')}
          placeholder={text('forms.noLimit')}
          unit="ms"
          min={1}
        />
      </FormSection>
    </>
  );
}

function ContextSetting() {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.context');
  const context = recordIn(config['context']);
  const isOn = context['enabled'] === true;
  const isUsed = JSON.stringify(config['prompt_template'] ?? '').includes('{{#context#}}');
  return (
    <FormSection
      title={label}
      hint={text('forms.contextHint')}
      aside={
        <Switch
          label={label}
          checked={isOn}
          onChange={(enabled) =>
            set(label, ['context'], { variable_selector: [], ...context, enabled })
          }
        />
      }
    >
      {isOn && (
        <>
          <VariableSetting
            path={['context', 'variable_selector']}
            label={text('forms.contextVariable')}
            accepts={contextTypes}
            clearable
          />
          {!isUsed && <Notice tone="warn">{text('forms.contextUnused')}</Notice>}
        </>
      )}
    </FormSection>
  );
}

const contextTypes = ['string', 'array[string]', 'array[object]', 'object'];

function StructuredOutput() {
  const text = useText();
  const { config, set, change, problem } = useNodeForm();
  const label = text('forms.llm.structured');
  const isOn = config['structured_output_enabled'] === true;
  const schema = recordIn(config['structured_output'])['schema'];
  const fault = problem(['structured_output'], true);
  return (
    <FormSection
      title={label}
      hint={text('forms.llm.structuredHint')}
      aside={
        <Switch
          label={label}
          checked={isOn}
          onChange={(enabled) =>
            change(label, (before) => ({
              ...before,
              structured_output_enabled: enabled,
              ...(enabled && !isRecord(before['structured_output'])
                ? { structured_output: { schema: emptySchema } }
                : {}),
            }))
          }
        />
      }
    >
      {isOn && (
        <div data-path="structured_output">
          {fault !== null && <Notice tone="danger">{fault}</Notice>}
          <SchemaEditor
            label={label}
            schema={isRecord(schema) ? schema : emptySchema}
            onChange={(next) => set(label, ['structured_output', 'schema'], next)}
          />
        </div>
      )}
    </FormSection>
  );
}
