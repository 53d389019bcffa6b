import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { SelectSetting, SwitchSetting, TextSetting } from '../fields/simple-settings.tsx';

const themes = ['blue', 'cyan', 'green', 'yellow', 'pink', 'violet'] as const;

/** A note is written on the canvas; here is what surrounds its text. */
export function NoteForm() {
  const text = useText();
  return (
    <FormSection title={text('forms.note.looks')} hint={text('forms.note.hint')}>
      <SelectSetting
        path={['theme']}
        label={text('forms.note.theme')}
        fallback="blue"
        options={themes.map((value) => ({ value, label: text(`forms.note.${value}`) }))}
      />
      <TextSetting path={['author']} label={text('forms.note.author')} />
      <SwitchSetting path={['showAuthor']} label={text('forms.note.showAuthor')} />
    </FormSection>
  );
}
