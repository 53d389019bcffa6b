import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { useNodeForm } from '../node-form-context.tsx';

const files = ['file', 'array[file]'];

export function DocumentExtractorForm() {
  const text = useText();
  const { set } = useNodeForm();
  const label = text('forms.document.files');
  return (
    <FormSection>
      <VariableSetting
        path={['variable_selector']}
        label={label}
        hint={text('forms.document.hint')}
        accepts={files}
        required
        onChoose={(variable) => {
          if (variable) set(label, ['is_array_file'], variable.type === 'array[file]');
        }}
      />
    </FormSection>
  );
}
