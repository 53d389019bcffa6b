import { useText } from '../../../../text/text-context.tsx';
import { Facts } from '../fields/facts.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { ParameterMap } from '../fields/parameter-map.tsx';
import { recordIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function ToolForm() {
  const text = useText();
  const { config } = useNodeForm();
  const hasSettings = Object.keys(recordIn(config['tool_configurations'])).length > 0;
  return (
    <>
      <FormSection title={text('forms.tool.tool')}>
        <Facts
          facts={[
            [text('forms.tool.tool'), textIn(config['tool_label']) || textIn(config['tool_name'])],
            [text('forms.tool.provider'), textIn(config['provider_id'])],
            [text('forms.tool.kind'), textIn(config['provider_type'])],
            [text('forms.description'), textIn(config['tool_description'])],
          ]}
        />
      </FormSection>
      <FormSection title={text('forms.tool.inputs')}>
        <ParameterMap path={['tool_parameters']} label={text('forms.tool.inputs')} canAdd />
      </FormSection>
      {hasSettings && (
        <FormSection title={text('forms.tool.settings')}>
          <ParameterMap path={['tool_configurations']} label={text('forms.tool.settings')} />
        </FormSection>
      )}
    </>
  );
}
