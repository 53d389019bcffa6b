import type { NodeInput } from '@outpost/contracts';
import { useState } from 'react';
import { ValueEditor } from '../../../editor/value-editor.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import styles from './run-panel.module.css';

export interface NodeQuestion {
  /** The node's title. */
  readonly title: string;
  readonly missing: readonly NodeInput[];
  /** Values by selector text; null when it is given up. */
  readonly onAnswer: (variables: Readonly<Record<string, unknown>> | null) => void;
}

/** Asks for what a node reads and nothing has given yet. */
export function MissingInputs({
  question: { title, missing, onAnswer },
}: {
  readonly question: NodeQuestion;
}) {
  const text = useText();
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  // Nothing given is a value too: nodes meet empty variables in real runs.
  const all = Object.fromEntries(
    missing.map(({ selector }) => [selector, values[selector] ?? null]),
  );
  return (
    <Dialog
      open
      onClose={() => onAnswer(null)}
      title={text('run.nodeTitle', { node: title })}
      description={text('run.nodeMissing')}
      actions={
        <>
          <Button onClick={() => onAnswer(null)}>{text('common.cancel')}</Button>
          <Button look="primary" icon="play" onClick={() => onAnswer(all)}>
            {text('run.start')}
          </Button>
        </>
      }
    >
      <div className={styles['fields']}>
        {missing.map(({ selector, title: giver, name, valueType }) => (
          <Field key={selector} label={`${giver} / ${name}`}>
            {(ids) => (
              <ValueEditor
                {...ids}
                type={valueType}
                label={`${giver} ${name}`}
                value={values[selector]}
                onChange={(value) => setValues((before) => ({ ...before, [selector]: value }))}
              />
            )}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
