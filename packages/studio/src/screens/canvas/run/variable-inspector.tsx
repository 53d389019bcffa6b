import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallOutput } from '../../../api/console-client.ts';
import { useClient } from '../../../app/session.tsx';
import { ValueEditor } from '../../../editor/value-editor.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { errorWords, Failure } from '../../../ui/failure.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { useDraftValues } from '../forms/data/node-data.tsx';
import { ValueView } from '../forms/data/value-view.tsx';
import { useEditorStore } from '../view/editor-context.tsx';
import styles from './run-panel.module.css';

type DraftValue = CallOutput<'readDraftValue'>;

/** The last value of every variable; edited ones are what the next node run and run from here read. */
export function VariableInspector() {
  const text = useText();
  const client = useClient();
  const { appId } = useEditorStore();
  const { data, error, refetch } = useDraftValues();
  const reset = useChange((what: 'edits' | 'all') =>
    client.call('resetDraftValues', { params: { appId }, query: { what } }),
  );
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const groups = [
    { id: 'conversation', title: text('forms.scope.conversation'), values: data.conversation },
    ...data.nodes.map(({ nodeId, title, outputs }) => ({ id: nodeId, title, values: outputs })),
    { id: 'sys', title: text('forms.scope.system'), values: data.system },
  ].filter(({ values }) => values.length > 0);
  if (groups.length === 0)
    return (
      <div className={styles['body']}>
        <p className={styles['hint']}>{text('run.noValues')}</p>
      </div>
    );
  const hasEdits = groups.some(({ values }) => values.some(({ edited }) => edited));
  return (
    <div className={styles['body']}>
      <div className={styles['actions']}>
        <Button size="s" icon="undo" disabled={!hasEdits} onClick={() => reset.mutate('edits')}>
          {text('run.resetEdits')}
        </Button>
        <Button size="s" look="quiet" icon="trash" onClick={() => reset.mutate('all')}>
          {text('run.forgetValues')}
        </Button>
      </div>
      {groups.map(({ id, title, values }) => (
        <section key={id} className={styles['group']}>
          <h3>{title}</h3>
          {values.map((value) => (
            <InspectedValue key={value.name} scope={id} listed={value} />
          ))}
        </section>
      ))}
    </div>
  );
}

function InspectedValue({
  scope,
  listed,
}: {
  readonly scope: string;
  readonly listed: DraftValue;
}) {
  const text = useText();
  const client = useClient();
  const { appId } = useEditorStore();
  const { name, valueType, edited } = listed;
  const params = { appId, scope, name };
  const [draft, setDraft] = useState<unknown>(undefined);
  const [whole, setWhole] = useState<DraftValue | null>(null);
  const { value, cut } = whole ?? listed;
  const isEditing = draft !== undefined;
  const read = useChange(async () => setWhole(await client.call('readDraftValue', { params })));
  const edit = useChange(async (next: unknown) => {
    await client.call('editDraftValue', { params, body: { value: next } });
    setDraft(undefined);
    setWhole(null);
  });
  const reset = useChange(() => client.call('resetDraftValue', { params }));
  return (
    <div className={styles['output']}>
      <div className={styles['valueHead']}>
        <code>{name}</code>
        <span className={styles['type']}>{valueType}</span>
        {edited && <Badge tone="accent">{text('run.edited')}</Badge>}
        <span className={styles['space']} />
        {edited && (
          <IconButton
            size="s"
            icon="undo"
            label={text('run.resetValue', { name })}
            onClick={() => reset.mutate(undefined)}
          />
        )}
        {!cut && !isEditing && (
          <IconButton
            size="s"
            icon="edit"
            label={text('run.editValue', { name })}
            onClick={() => setDraft(value ?? null)}
          />
        )}
      </div>
      {isEditing ? (
        <>
          <ValueEditor type={valueType} label={name} value={draft} onChange={setDraft} />
          <div className={styles['actions']}>
            <Button size="s" onClick={() => setDraft(undefined)}>
              {text('common.cancel')}
            </Button>
            <Button
              size="s"
              look="primary"
              busy={edit.isPending}
              onClick={() => edit.mutate(draft)}
            >
              {text('common.save')}
            </Button>
          </div>
        </>
      ) : cut ? (
        <Button size="s" busy={read.isPending} onClick={() => read.mutate(undefined)}>
          {text('run.showWhole')}
        </Button>
      ) : (
        <ValueView value={value} label={name} />
      )}
    </div>
  );
}

/** Something that changes the values: they are read again afterwards. */
function useChange<Given>(change: (given: Given) => Promise<unknown>) {
  const text = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const { appId } = useEditorStore();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['draft-values', appId] }),
    onError: (error) => toast({ tone: 'danger', message: errorWords(error, text) }),
  });
}
