import { CodeEditor } from '../../../../editor/code-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { InputsSetting } from '../fields/inputs-setting.tsx';
import { textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function TemplateTransformForm() {
  const text = useText();
  const { config, set, isReadOnly, problem } = useNodeForm();
  const label = text('forms.template.template');
  const fault = problem(['template']);
  return (
    <>
      <FormSection title={text('forms.template.inputs')} hint={text('forms.template.inputsHint')}>
        <InputsSetting path={['variables']} label={text('forms.template.inputs')} />
      </FormSection>
      <FormSection title={label} hint={text('forms.template.hint')}>
        <div data-path="template" className={styles['stack']}>
          <CodeEditor
            label={label}
            size="l"
            language="jinja"
            readOnly={isReadOnly}
            value={textIn(config['template'])}
            onChange={(value) => set(label, ['template'], value)}
          />
          {fault !== null && <p className={styles['fault']}>{fault}</p>}
        </div>
      </FormSection>
    </>
  );
}
