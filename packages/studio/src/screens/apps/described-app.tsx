import type { PromptEvent } from '@outpost/contracts';
import { useRef, useState } from 'react';
import { readEventStream } from '../../api/event-stream.ts';
import { useClient } from '../../app/session.tsx';
import { useTexts, type MessageKey } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { ProgressBar } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea } from '../../ui/text-input.tsx';
import { useToast } from '../../ui/toast.tsx';
import styles from './new-app-dialog.module.css';

type Step = Extract<PromptEvent, { type: 'progress' }>['step'];

const stepWords: Readonly<Record<Step, MessageKey>> = {
  asking: 'apps.draftAsking',
  writing: 'apps.draftWriting',
  repairing: 'apps.draftRepairing',
  building: 'apps.draftBuilding',
};

/** The model drafts an app from what a person wants it to do. */
export function DescribedApp({ onMade }: { readonly onMade: (appId: string) => void }) {
  const { text, language } = useTexts();
  const client = useClient();
  const toast = useToast();
  const [description, setDescription] = useState('');
  const [step, setStep] = useState<Step | null>(null);
  const [plan, setPlan] = useState('');
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const make = async (): Promise<void> => {
    running.current = new AbortController();
    setError(null);
    setPlan('');
    setStep('asking');
    try {
      const drafted = await draft(running.current.signal);
      const { name, mode } = drafted.document.profile;
      const app = await client.call('createApp', { body: { name, mode } });
      const params = { appId: app.id };
      const { revision } = await client.call('readDraft', { params });
      await client.call('saveDraft', {
        params,
        body: { document: { ...drafted.document }, revision },
      });
      if (drafted.notice) toast({ message: drafted.notice[language] });
      onMade(app.id);
    } catch (thrown) {
      if (!running.current.signal.aborted) setError(errorWords(thrown, text));
    } finally {
      setStep(null);
    }
  };

  const draft = async (signal: AbortSignal): Promise<Extract<PromptEvent, { type: 'app' }>> => {
    const body = { description, language, model: null };
    const answer = await client.call('draftApp', { body, signal });
    for await (const { data } of readEventStream(answer)) {
      const event = JSON.parse(data) as PromptEvent;
      if (event.type === 'progress') setStep(event.step);
      else if (event.type === 'text-delta') setPlan((written) => written + event.text);
      else if (event.type === 'error') throw new Error(event.message);
      else if (event.type === 'app') return event;
    }
    throw new Error(text('apps.draftEnded'));
  };

  return (
    <form
      className={styles['part']}
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label={text('apps.describe')} hint={text('apps.describeHint')}>
        {(ids) => (
          <TextArea
            {...ids}
            autoFocus
            rows={5}
            value={description}
            onChange={setDescription}
            maxLength={8000}
            placeholder={text('apps.describeExample')}
            disabled={step !== null}
          />
        )}
      </Field>
      {step !== null && (
        <>
          <p role="status">{text(stepWords[step])}</p>
          <ProgressBar share={null} label={text(stepWords[step])} />
          {plan !== '' && <pre className={styles['drafting']}>{plan}</pre>}
        </>
      )}
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <div className={styles['actions']}>
        {step === null ? (
          <Button type="submit" look="primary" icon="sparkle" disabled={description.trim() === ''}>
            {text('apps.draftIt')}
          </Button>
        ) : (
          <Button onClick={() => running.current?.abort()}>{text('common.cancel')}</Button>
        )}
      </div>
    </form>
  );
}
