import { useMemo, useState } from 'react';
import { PromptEditor } from '../../editor/prompt-editor.tsx';
import { scopeOfNames } from '../../editor/variable-scope.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { EditorStore } from '../canvas/model/editor-store.ts';
import {
  isAdvancedPrompt,
  promptMessages,
  promptOf,
  setPrompt,
  setPromptMessage,
  simplifyPrompt,
} from './model/classic-config.ts';
import { addInputs, inputsOf, missingInputs, newInput } from './model/inputs.ts';
import styles from './prompt-lab.module.css';
import { PromptWriterDialog } from './prompt-writer-dialog.tsx';
import { useDocument } from './use-draft-editor.ts';

/** What the model is told. */
export function PromptPart({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const document = useDocument(store);
  const [isWriting, setWriting] = useState(false);
  const inputs = inputsOf(document);
  const variables = useMemo(
    () =>
      scopeOfNames({
        id: 'inputs',
        title: text('lab.variables'),
        icon: 'variable',
        tone: 'input',
        variables: inputs.map(({ variable, label, type }) => ({
          selector: [variable],
          name: variable,
          type: type === 'number' ? 'number' : 'string',
          description: label,
        })),
      }),
    // The list is made anew from the document each time; its content decides.
    [JSON.stringify(inputs), text],
  );
  const missing = missingInputs(document);
  return (
    <section className={styles['part']} aria-label={text('lab.prompt')}>
      {isAdvancedPrompt(document) ? (
        <>
          {promptMessages(document).map((message, index) => (
            <PromptEditor
              // The order is the only thing that tells messages apart.
              key={index}
              label={message.role || text('lab.prompt')}
              notation="names"
              specials={['context', 'query', 'histories']}
              variables={variables}
              value={message.text}
              size="s"
              onChange={(value) => store.dispatch(setPromptMessage(index, value))}
            />
          ))}
          <Button size="s" look="quiet" onClick={() => store.dispatch(simplifyPrompt())}>
            {text('lab.simplify')}
          </Button>
        </>
      ) : (
        <PromptEditor
          label={text('lab.prompt')}
          notation="names"
          variables={variables}
          value={promptOf(document)}
          placeholder={text('lab.promptPlaceholder')}
          size="l"
          onChange={(value) => store.dispatch(setPrompt(value))}
          actions={
            <Button size="s" look="quiet" icon="sparkle" onClick={() => setWriting(true)}>
              {text('lab.writeForMe')}
            </Button>
          }
        />
      )}
      {missing.length > 0 && (
        <Notice
          tone="warn"
          actions={
            <Button
              size="s"
              onClick={() => store.dispatch(addInputs(missing.map((name) => newInput(name))))}
            >
              {text('lab.addMissing')}
            </Button>
          }
        >
          {text('lab.missing', { names: missing.map((name) => `{{${name}}}`).join(', ') })}
        </Notice>
      )}
      {isWriting && <PromptWriterDialog store={store} onClose={() => setWriting(false)} />}
    </section>
  );
}
