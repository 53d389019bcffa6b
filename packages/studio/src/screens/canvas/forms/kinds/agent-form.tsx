import { useText } from '../../../../text/text-context.tsx';
import { Facts } from '../fields/facts.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { MemorySetting } from '../fields/memory-setting.tsx';
import { ParameterMap } from '../fields/parameter-map.tsx';
import { textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function AgentForm() {
  const text = useText();
  const { config } = useNodeForm();
  return (
    <>
      <FormSection title={text('forms.agent.strategy')}>
        <Facts
          facts={[
            [
              text('forms.agent.strategy'),
              textIn(config['agent_strategy_label']) || textIn(config['agent_strategy_name']),
            ],
            [text('forms.tool.provider'), textIn(config['agent_strategy_provider_name'])],
          ]}
        />
      </FormSection>
      <FormSection title={text('forms.agent.parameters')} hint={text('forms.agent.hint')}>
        <ParameterMap path={['agent_parameters']} label={text('forms.agent.parameters')} />
      </FormSection>
      <MemorySetting />
    </>
  );
}
