import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { isRecord } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

/** The settings as the file has them: for kinds without a form, and for whoever wants to see all. */
export function RawForm() {
  const text = useText();
  const { config, change } = useNodeForm();
  const label = text('forms.raw.title');
  return (
    <FormSection title={label} hint={text('forms.raw.hint')}>
      <ValueEditor
        type="object"
        label={label}
        value={config}
        onChange={(value) => isRecord(value) && change(label, () => value)}
      />
    </FormSection>
  );
}
