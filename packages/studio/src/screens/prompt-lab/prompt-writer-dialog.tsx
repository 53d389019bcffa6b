import type { PromptEvent } from '@outpost/contracts';
import { useRef, useState } from 'react';
import { readEventStream } from '../../api/event-stream.ts';
import { useClient } from '../../app/session.tsx';
import { useTexts } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { ProgressBar } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { TextArea } from '../../ui/text-input.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { EditorStore } from '../canvas/model/editor-store.ts';
import { together } from './model/together.ts';
import { promptOf, setPrompt } from './model/classic-config.ts';
import { addInputs, inputsOf, newInput } from './model/inputs.ts';
import { diffLines } from './model/line-diff.ts';
import styles from './prompt-lab.module.css';
import { useDocument } from './use-draft-editor.ts';

type Result = Extract<PromptEvent, { type: 'prompt' }>;

/** A model writes the prompt anew, or improves it; the difference is shown before it is used. */
export function PromptWriterDialog({
  store,
  onClose,
}: {
  readonly store: EditorStore;
  readonly onClose: () => void;
}) {
  const { text, language } = useTexts();
  const client = useClient();
  const toast = useToast();
  const document = useDocument(store);
  const prompt = promptOf(document);
  const [task, setTask] = useState<'generate' | 'improve'>(
    prompt.trim() === '' ? 'generate' : 'improve',
  );
  const [wish, setWish] = useState('');
  const [problem, setProblem] = useState('');
  const [streamed, setStreamed] = useState<string | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const call = (signal: AbortSignal): Promise<Response> =>
    task === 'generate'
      ? client.call('generatePrompt', {
          body: {
            description: wish,
            use: document.profile.mode === 'completion' ? 'text' : 'chat',
            variables: inputsOf(document).map(({ variable }) => variable),
            language,
          },
          signal,
        })
      : client.call('improvePrompt', {
          body: {
            prompt,
            wish,
            language,
            ...(problem.trim() === '' ? {} : { badExample: { problem } }),
          },
          signal,
        });
  const write = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setError(null);
    setResult(null);
    setStreamed('');
    try {
      for await (const { data } of readEventStream(await call(controller.signal))) {
        const event = JSON.parse(data || 'null') as PromptEvent | null;
        if (event?.type === 'text-delta') setStreamed((before) => (before ?? '') + event.text);
        else if (event?.type === 'prompt') setResult(event);
        else if (event?.type === 'error') setError(event.message);
      }
    } catch (thrown) {
      if (!controller.signal.aborted) setError(errorWords(thrown, text));
    } finally {
      running.current = null;
      setStreamed(null);
    }
  };
  const use = (): void => {
    if (!result) return;
    const inputs = result.variables.map(({ name, type, label }) => ({
      ...newInput(name, type),
      label,
    }));
    store.dispatch(together(setPrompt(result.prompt), addInputs(inputs)));
    toast({
      tone: 'good',
      message: text('lab.promptUsed'),
      action: { label: text('common.undo'), onSelect: () => store.undo() },
    });
    onClose();
  };
  const isBusy = streamed !== null;
  return (
    <Dialog
      open
      size="l"
      onClose={() => {
        running.current?.abort();
        onClose();
      }}
      title={text('lab.writeForMe')}
      actions={
        <>
          {isBusy ? (
            <Button onClick={() => running.current?.abort()}>{text('common.cancel')}</Button>
          ) : (
            <Button
              icon="sparkle"
              look={result ? 'normal' : 'primary'}
              disabled={wish.trim() === ''}
              onClick={() => void write()}
            >
              {text(result ? 'lab.writeAgain' : 'lab.write')}
            </Button>
          )}
          {result && (
            <Button look="primary" onClick={use}>
              {text('lab.useIt')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles['form']}>
        {prompt.trim() !== '' && (
          <Segmented
            label={text('lab.writerTask')}
            value={task}
            onChange={setTask}
            options={[
              { value: 'improve', label: text('lab.improve') },
              { value: 'generate', label: text('lab.generate') },
            ]}
          />
        )}
        <Field label={text(task === 'generate' ? 'lab.describe' : 'lab.wish')}>
          {(ids) => (
            <TextArea
              {...ids}
              autoFocus
              rows={3}
              value={wish}
              onChange={setWish}
              maxLength={4000}
            />
          )}
        </Field>
        {task === 'improve' && (
          <Field label={text('lab.badExample')} hint={text('lab.badExampleHint')}>
            {(ids) => (
              <TextArea {...ids} rows={2} value={problem} onChange={setProblem} maxLength={2000} />
            )}
          </Field>
        )}
        {isBusy && <ProgressBar share={null} label={text('lab.writing')} />}
        {error !== null && <Notice tone="danger">{error}</Notice>}
        {result?.notice && <Notice tone="warn">{result.notice[language]}</Notice>}
        {result && result.explanation !== '' && <Notice>{result.explanation}</Notice>}
        {isBusy && <pre className={styles['written']}>{streamed}</pre>}
        {result && (
          <pre className={styles['written']} aria-label={text('lab.difference')} tabIndex={0}>
            {diffLines(prompt, result.prompt).map(({ kind, text: line }, index) => (
              <span key={index} className={styles[kind]}>
                {kind === 'added' ? '+ ' : kind === 'removed' ? '− ' : '  '}
                {line}
                {'\n'}
              </span>
            ))}
          </pre>
        )}
      </div>
    </Dialog>
  );
}
