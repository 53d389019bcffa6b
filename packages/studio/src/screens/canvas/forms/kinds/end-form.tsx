import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { InputsSetting } from '../fields/inputs-setting.tsx';

export function EndForm() {
  const text = useText();
  return (
    <FormSection title={text('forms.end.outputs')} hint={text('forms.end.hint')}>
      <InputsSetting
        path={['outputs']}
        label={text('forms.end.outputs')}
        stem="result"
        empty={text('forms.end.empty')}
      />
    </FormSection>
  );
}
