import { CodeEditor } from '../../../../editor/code-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { InputsSetting } from '../fields/inputs-setting.tsx';
import { ShapesSetting } from '../fields/shapes-setting.tsx';
import { codeInLanguage, namesInCode } from '../model/code-text.ts';
import { recordsIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

export function CodeForm() {
  const text = useText();
  const { config, set, change, isReadOnly, problem } = useNodeForm();
  const label = text('forms.code.code');
  const language = config['code_language'] === 'javascript' ? 'javascript' : 'python3';
  const code = textIn(config['code']);
  const declared = recordsIn(config['variables']).map((input) => textIn(input['variable']));
  const asked = namesInCode(code, language);
  const missing = asked.filter((name) => !declared.includes(name));
  const fault = problem(['code']);
  return (
    <>
      <FormSection title={text('forms.code.inputs')} hint={text('forms.code.inputsHint')}>
        <InputsSetting path={['variables']} label={text('forms.code.inputs')} />
        {missing.length > 0 && (
          <p className={styles['fault']}>
            {text('forms.code.undeclared', { names: missing.join(', ') })}
          </p>
        )}
      </FormSection>
      <FormSection title={label}>
        <div data-path="code" className={styles['stack']}>
          <CodeEditor
            label={label}
            size="l"
            readOnly={isReadOnly}
            language={language === 'python3' ? 'python' : 'javascript'}
            head={
              <Select
                size="s"
                className={styles['role'] ?? ''}
                label={text('forms.code.language')}
                value={language}
                options={[
                  { value: 'python3', label: 'Python 3' },
                  { value: 'javascript', label: 'JavaScript' },
                ]}
                onChange={(next) =>
                  change(text('forms.code.language'), (before) => ({
                    ...before,
                    code_language: next,
                    code: codeInLanguage(textIn(before['code']), next, declared),
                  }))
                }
              />
            }
            value={code}
            onChange={(value) => set(label, ['code'], value)}
          />
          {fault !== null && <p className={styles['fault']}>{fault}</p>}
          <p className={styles['hint']}>{text('forms.code.hint')}</p>
        </div>
      </FormSection>
      <FormSection title={text('forms.outputs')} hint={text('forms.code.outputsHint')}>
        <ShapesSetting path={['outputs']} label={text('forms.outputs')} />
      </FormSection>
    </>
  );
}
