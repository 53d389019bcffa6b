import { useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useClient } from '../../../app/session.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { errorWords } from '../../../ui/failure.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextArea, TextInput } from '../../../ui/text-input.tsx';
import { useToast } from '../../../ui/toast.tsx';
import type { Autosave } from '../sync/autosave.ts';
import { useView, useViewStore } from '../view/view-store.ts';
import styles from './save-bar.module.css';

/** Whether everything is saved, what to do when two people changed the same, and publishing. */
export function SaveBar({
  appId,
  autosave,
}: {
  readonly appId: string;
  readonly autosave: Autosave;
}) {
  const text = useText();
  const view = useViewStore();
  const { status, error } = useSyncExternalStore(autosave.subscribe, autosave.getState);
  const isPublishing = useView(({ dialog }) => dialog === 'publish');
  return (
    <div className={styles['bar']}>
      {status === 'conflict' ? (
        <Notice
          tone="warn"
          title={text('canvas.conflict')}
          actions={
            <>
              <Button size="s" onClick={() => autosave.settle('yours')}>
                {text('canvas.conflictYours')}
              </Button>
              <Button size="s" onClick={() => autosave.settle('theirs')}>
                {text('canvas.conflictTheirs')}
              </Button>
            </>
          }
        >
          {text('canvas.conflictWords')}
        </Notice>
      ) : (
        <span
          className={styles['state']}
          role="status"
          title={error ? errorWords(error, text) : undefined}
        >
          <Icon
            name={status === 'saved' ? 'check' : status === 'failed' ? 'alert' : 'clock'}
            size={13}
          />
          {text(
            status === 'saved'
              ? 'common.saved'
              : status === 'failed'
                ? 'canvas.saveFailed'
                : 'common.saving',
          )}
        </span>
      )}
      <Button look="primary" onClick={() => view.set({ dialog: 'publish' })}>
        {text('canvas.publish')}
      </Button>
      {isPublishing && <PublishDialog appId={appId} autosave={autosave} />}
    </div>
  );
}

function PublishDialog({
  appId,
  autosave,
}: {
  readonly appId: string;
  readonly autosave: Autosave;
}) {
  const text = useText();
  const view = useViewStore();
  const client = useClient();
  const queries = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = (): void => view.set({ dialog: null });
  const publish = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await autosave.flush();
      await client.call('publish', { params: { appId }, body: { name, note } });
      await queries.invalidateQueries({ queryKey: ['app', appId] });
      toast({ tone: 'good', message: text('canvas.published') });
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="s"
      onClose={close}
      title={text('canvas.publish')}
      description={text('canvas.publishWords')}
      actions={
        <>
          <Button onClick={close}>{text('common.cancel')}</Button>
          <Button look="primary" busy={isBusy} onClick={() => void publish()}>
            {text('canvas.publish')}
          </Button>
        </>
      }
    >
      <Field label={text('canvas.versionName')}>
        {(ids) => <TextInput {...ids} value={name} onChange={setName} maxLength={200} />}
      </Field>
      <Field label={text('canvas.versionNote')}>
        {(ids) => <TextArea {...ids} value={note} onChange={setNote} maxLength={4000} rows={3} />}
      </Field>
      {error !== null && <Notice tone="danger">{errorWords(error, text)}</Notice>}
    </Dialog>
  );
}
