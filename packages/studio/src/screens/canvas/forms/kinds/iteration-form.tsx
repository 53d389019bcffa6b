import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { NumberSetting, SelectSetting, SwitchSetting } from '../fields/simple-settings.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { useNodeForm } from '../node-form-context.tsx';

const lists = ['array[any]'];

export function IterationForm() {
  const text = useText();
  const { config, graph, node, set } = useNodeForm();
  return (
    <>
      <FormSection>
        <VariableSetting
          path={['iterator_selector']}
          label={text('forms.iteration.list')}
          hint={text('forms.iteration.listHint')}
          accepts={lists}
          required
        />
        <VariableSetting
          path={['output_selector']}
          label={text('forms.iteration.output')}
          hint={text('forms.iteration.outputHint')}
          scope={graph.inside(node.id)}
          required
          onChoose={(variable) => {
            if (variable)
              set(text('forms.iteration.output'), ['output_type'], listOf(variable.type));
          }}
        />
      </FormSection>
      <FormSection title={text('forms.iteration.rounds')}>
        <SwitchSetting
          path={['is_parallel']}
          label={text('forms.iteration.parallel')}
          hint={text('forms.iteration.parallelHint')}
        />
        {config['is_parallel'] === true && (
          <NumberSetting
            path={['parallel_nums']}
            label={text('forms.iteration.atOnce')}
            min={1}
            max={100}
          />
        )}
        <SelectSetting
          path={['error_handle_mode']}
          label={text('forms.iteration.failure')}
          fallback="terminated"
          options={[
            { value: 'terminated', label: text('forms.iteration.terminated') },
            { value: 'continue-on-error', label: text('forms.iteration.continue') },
            { value: 'remove-abnormal-output', label: text('forms.iteration.removeAbnormal') },
          ]}
        />
        <SwitchSetting
          path={['flatten_output']}
          label={text('forms.iteration.flatten')}
          hint={text('forms.iteration.flattenHint')}
          fallback
        />
      </FormSection>
    </>
  );
}

/** The type of a list of such items; a list of lists is flattened. */
function listOf(type: string): string {
  return type.startsWith('array[') ? type : `array[${type}]`;
}
