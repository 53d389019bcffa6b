import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { TemplateSetting } from '../fields/template-setting.tsx';

export function AnswerForm() {
  const text = useText();
  return (
    <FormSection title={text('forms.answer.text')} hint={text('forms.answer.hint')}>
      <TemplateSetting
        path={['answer']}
        label={text('forms.answer.text')}
        placeholder={text('forms.answer.placeholder')}
        size="l"
      />
    </FormSection>
  );
}
