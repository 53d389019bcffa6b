import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { ChoiceSetting } from '../fields/simple-settings.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';

export function KnowledgeIndexForm() {
  const text = useText();
  return (
    <FormSection>
      <VariableSetting
        path={['index_chunk_variable_selector']}
        label={text('forms.index.chunks')}
        required
      />
      <ChoiceSetting
        path={['indexing_technique']}
        label={text('forms.index.technique')}
        fallback="high_quality"
        options={[
          { value: 'high_quality', label: text('forms.index.quality') },
          { value: 'economy', label: text('forms.index.economy') },
        ]}
      />
    </FormSection>
  );
}
