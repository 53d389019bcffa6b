import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import { PromptText } from '../../../../editor/prompt-text.tsx';
import { pathText, textIn, valueAt, type Path } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { Setting } from './setting.tsx';

interface TemplateSettingProps {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly size?: 's' | 'm' | 'l';
}

/** A text with variables in a box of its own. */
export function TemplateSetting({ path, label, hint, ...editor }: TemplateSettingProps) {
  const { config, set, variables, isReadOnly, problem } = useNodeForm();
  const fault = problem(path);
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      <PromptEditor
        {...editor}
        label={label}
        variables={variables}
        readOnly={isReadOnly}
        value={textIn(valueAt(config, path))}
        onChange={(value) => set(label, path, value)}
        {...(fault === null ? {} : { 'aria-invalid': true as const })}
      />
      {(fault ?? hint) && (
        <p className={styles[fault === null ? 'hint' : 'fault']}>{fault ?? hint}</p>
      )}
    </div>
  );
}

/** A text with variables of one line. */
export function TemplateLineSetting({
  path,
  label,
  hint,
  placeholder = '',
  required = false,
  opensOnSlash = true,
}: {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly opensOnSlash?: boolean;
}) {
  const { config, set, variables, isReadOnly } = useNodeForm();
  return (
    <Setting path={path} label={label} hint={hint} required={required}>
      {(ids) => (
        <PromptText
          {...ids}
          oneLine
          label={label}
          placeholder={placeholder}
          opensOnSlash={opensOnSlash}
          readOnly={isReadOnly}
          variables={variables}
          value={textIn(valueAt(config, path))}
          onChange={(value) => set(label, path, value)}
        />
      )}
    </Setting>
  );
}
