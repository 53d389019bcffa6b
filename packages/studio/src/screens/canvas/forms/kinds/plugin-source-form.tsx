import { useText } from '../../../../text/text-context.tsx';
import { Facts } from '../fields/facts.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { ParameterMap } from '../fields/parameter-map.tsx';
import { textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

/** An event of a plugin that starts a run. */
export function TriggerPluginForm() {
  const text = useText();
  const { config } = useNodeForm();
  return (
    <>
      <FormSection title={text('forms.pluginEvent.event')}>
        <Facts
          facts={[
            [text('forms.pluginEvent.event'), textIn(config['event_name'])],
            [text('forms.pluginEvent.plugin'), textIn(config['plugin_id'])],
            [text('forms.tool.provider'), textIn(config['provider_id'])],
            [text('forms.pluginEvent.subscription'), textIn(config['subscription_id'])],
          ]}
        />
      </FormSection>
      <FormSection title={text('forms.agent.parameters')}>
        <ParameterMap path={['event_parameters']} label={text('forms.agent.parameters')} />
      </FormSection>
    </>
  );
}

/** Where a knowledge pipeline gets its documents. */
export function DatasourceForm() {
  const text = useText();
  const { config } = useNodeForm();
  return (
    <>
      <FormSection title={text('forms.datasource.source')}>
        <Facts
          facts={[
            [text('forms.datasource.source'), textIn(config['datasource_name'])],
            [text('forms.pluginEvent.plugin'), textIn(config['plugin_id'])],
            [text('forms.tool.provider'), textIn(config['provider_name'])],
            [text('forms.tool.kind'), textIn(config['provider_type'])],
          ]}
        />
      </FormSection>
      <FormSection title={text('forms.agent.parameters')}>
        <ParameterMap path={['datasource_parameters']} label={text('forms.agent.parameters')} />
      </FormSection>
    </>
  );
}
