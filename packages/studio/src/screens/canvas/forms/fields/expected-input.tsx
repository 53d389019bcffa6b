import { PromptText } from '../../../../editor/prompt-text.tsx';
import type { VariableScope } from '../../../../editor/variable-scope.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Checkbox } from '../../../../ui/switch.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { textIn, textsIn } from '../model/config-access.ts';
import { choicesOf, type Expected } from '../model/operators.ts';
import styles from './fields.module.css';

/** What a comparison compares with. */
export function ExpectedInput({
  expected,
  attribute,
  value,
  scope,
  onChange,
}: {
  readonly expected: Expected;
  /** The attribute of a file that is compared, if it is one. */
  readonly attribute: string | null;
  readonly value: unknown;
  readonly scope: VariableScope;
  readonly onChange: (value: unknown) => void;
}) {
  const text = useText();
  const label = text('forms.expected');
  if (expected === 'nothing' || expected === 'files') return null;
  if (expected === 'boolean')
    return (
      <Segmented
        label={label}
        value={textIn(value).toLowerCase() === 'false' ? 'false' : 'true'}
        options={[
          { value: 'true', label: text('editor.true') },
          { value: 'false', label: text('editor.false') },
        ]}
        onChange={(next) => onChange(next === 'true')}
      />
    );
  if (expected === 'choices') {
    const chosen = Array.isArray(value) ? textsIn(value) : [textIn(value)].filter(Boolean);
    return (
      <div className={styles['choices']} role="group" aria-label={label}>
        {choicesOf(attribute ?? '').map((choice) => (
          <Checkbox
            key={choice}
            label={choice}
            checked={chosen.includes(choice)}
            onChange={(checked) =>
              onChange(checked ? [...chosen, choice] : chosen.filter((other) => other !== choice))
            }
          />
        ))}
      </div>
    );
  }
  return (
    <PromptText
      oneLine
      label={label}
      placeholder={text(expected === 'number' ? 'forms.expectedNumber' : 'forms.expectedText')}
      variables={scope}
      value={textIn(value)}
      onChange={onChange}
      {...(expected === 'number' ? { accepts: numbers } : {})}
    />
  );
}

const numbers = ['number', 'string'];
