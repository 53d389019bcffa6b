import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useClient } from '../../../app/session.tsx';
import { FormFieldControl } from '../../../editor/form-field.tsx';
import type { Trace } from '../../../runs/trace.ts';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { TextArea } from '../../../ui/text-input.tsx';
import { useRunner, useRunState } from './run-context.tsx';
import styles from './run-panel.module.css';
import { useRunForm } from './use-run-form.ts';

interface Turn {
  readonly question: string;
  readonly answer: string;
  readonly error: string | null;
}

/** A conversation with the draft. */
export function Chat({
  trace,
  isAnswer,
}: {
  readonly trace: Trace;
  /** False while the run that is shown is no answer: a single node, say. */
  readonly isAnswer: boolean;
}) {
  const text = useText();
  const { session, runApp } = useRunner();
  const { phase, runId } = useRunState();
  const { fields, values, put, missing, inputs } = useRunForm();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [asked, setAsked] = useState<string | null>(null);
  const [question, setQuestion] = useState('');
  const [isForced, setForced] = useState(false);
  const conversationId = useConversation(isAnswer && phase === 'ended' ? runId : null);
  const end = useRef<HTMLDivElement>(null);
  const isGoingOn = phase === 'starting' || phase === 'running';
  useEffect(() => {
    // In braces: newer browsers give a promise back, which is no clean-up.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [trace.text, asked]);
  const current: Turn | null =
    asked !== null && isAnswer
      ? { question: asked, answer: trace.text, error: trace.error?.message ?? null }
      : null;
  const send = (event?: FormEvent): void => {
    event?.preventDefault();
    if (isGoingOn || question.trim() === '') return;
    setForced(true);
    if (missing.length > 0) return;
    if (current) setTurns((before) => [...before, current]);
    setAsked(question);
    setQuestion('');
    void runApp({ inputs: inputs(), query: question, conversationId: conversationId.current });
  };
  const startAnew = (): void => {
    session.clear();
    conversationId.forget();
    setTurns([]);
    setAsked(null);
  };
  const shown = current ? [...turns, current] : turns;
  return (
    <div className={styles['chat']}>
      <div className={styles['turns']}>
        {fields.length > 0 && (
          <details open={shown.length === 0} className={styles['inputs']}>
            <summary>{text('run.input')}</summary>
            <div className={styles['fields']}>
              {fields.map((field) => (
                <FormFieldControl
                  key={field.name}
                  field={field}
                  value={values[field.name]}
                  onChange={(value) => put(field.name, value)}
                  error={isForced && missing.includes(field.name) ? text('run.fieldMissing') : null}
                />
              ))}
            </div>
          </details>
        )}
        {shown.length === 0 && <p className={styles['hint']}>{text('run.chatEmpty')}</p>}
        {shown.map((turn, index) => (
          // Turns are only added; their place is their identity.
          <div key={index} className={styles['turn']}>
            <p className={styles['question']}>{turn.question}</p>
            {turn.answer !== '' && <div className={styles['answer']}>{turn.answer}</div>}
            {turn.error !== null && <Notice tone="danger">{turn.error}</Notice>}
            {index === shown.length - 1 && isGoingOn && turn.answer === '' && <Spinner size={16} />}
          </div>
        ))}
        <div ref={end} />
      </div>
      <form className={styles['ask']} onSubmit={send}>
        <TextArea
          className={styles['askText']}
          rows={2}
          aria-label={text('run.question')}
          placeholder={text('run.question')}
          value={question}
          onChange={setQuestion}
          onKeyDown={(event) => {
            // Enter while characters are composed chooses one of them.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div className={styles['askTools']}>
          <IconButton
            icon="refresh"
            label={text('run.newConversation')}
            disabled={shown.length === 0}
            onClick={startAnew}
          />
          <Button type="submit" look="primary" icon="send" busy={isGoingOn}>
            {text('run.send')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** The conversation that the last answer belongs to; the next question goes on with it. */
function useConversation(runId: string | null): {
  readonly current: string | null;
  readonly forget: () => void;
} {
  const client = useClient();
  const [held, setHeld] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => client.call('readRun', { params: { runId: runId ?? '' }, signal }),
    enabled: runId !== null && runId !== '',
  });
  const found = data?.conversationId ?? null;
  useEffect(() => {
    if (found !== null) setHeld(found);
  }, [found]);
  return { current: held, forget: () => setHeld(null) };
}
