import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { useToast } from '../../ui/toast.tsx';
import { BatchesPart } from './batches-part.tsx';
import { ChecksPart } from './checks-part.tsx';
import type { TestSet } from './gate-part.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RowsPart } from './rows-part.tsx';
import { RunDialog } from './run-dialog.tsx';
import styles from './test-sets.module.css';

/** One test set: its rows, how answers are judged, what its batches came to. */
export function TestSetView({
  appId,
  testSet,
}: {
  readonly appId: string;
  readonly testSet: TestSet;
}) {
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const confirm = useConfirm();
  const queries = useQueryClient();
  const params = { appId, testSetId: testSet.id };
  const [tab, setTab] = useState<'rows' | 'checks' | 'batches'>('rows');
  const [name, setName] = useState(testSet.name);
  const [dialog, setDialog] = useState<'import' | 'run' | null>(null);
  const refresh = (): Promise<unknown> =>
    Promise.all(
      ['test-sets', 'test-rows', 'gate', 'batches'].map((key) =>
        queries.invalidateQueries({ queryKey: [key, appId] }),
      ),
    );
  const change = useMutation({
    mutationFn: (task: () => Promise<unknown>) => task(),
    onSuccess: refresh,
    onError: (thrown) => toast({ tone: 'danger', message: errorWords(thrown, text) }),
  });
  const remove = async (): Promise<void> => {
    const agreed = await confirm({
      title: text('tests.removeSet', { name: testSet.name }),
      words: text('tests.removeSetWords'),
      action: text('common.delete'),
      danger: true,
    });
    if (agreed) change.mutate(() => client.call('deleteTestSet', { params }));
  };
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <TextInput
          className={styles['name']}
          aria-label={text('tests.setName')}
          value={name}
          onChange={setName}
          onBlur={() => {
            const trimmed = name.trim();
            if (trimmed !== '' && trimmed !== testSet.name)
              change.mutate(() =>
                client.call('updateTestSet', { params, body: { name: trimmed } }),
              );
          }}
        />
        <Button icon="upload" onClick={() => setDialog('import')}>
          {text('tests.import')}
        </Button>
        <Button
          icon="download"
          onClick={() => window.open(client.address('exportTestRows', { params }))}
        >
          {text('tests.export')}
        </Button>
        <Button icon="trash" look="quiet" onClick={() => void remove()}>
          {text('common.delete')}
        </Button>
        <Button
          look="primary"
          icon="run"
          disabled={testSet.rowCount === 0}
          onClick={() => setDialog('run')}
        >
          {text('tests.run')}
        </Button>
      </div>
      <Tabs
        label={testSet.name}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'rows',
            label: text('tests.rows'),
            count: testSet.rowCount,
            content: <RowsPart appId={appId} testSetId={testSet.id} onChanged={refresh} />,
          },
          {
            value: 'checks',
            label: text('tests.checks'),
            count: testSet.checks.length,
            content: (
              <ChecksPart
                checks={testSet.checks}
                onSave={(checks) =>
                  change.mutate(() =>
                    // The server checks what a check must be.
                    client.call('updateTestSet', { params, body: { checks: checks as never } }),
                  )
                }
              />
            ),
          },
          {
            value: 'batches',
            label: text('tests.batches'),
            content: <BatchesPart appId={appId} testSetId={testSet.id} />,
          },
        ]}
      />
      {dialog === 'import' && (
        <ImportDialog {...params} onClose={() => setDialog(null)} onDone={refresh} />
      )}
      {dialog === 'run' && (
        <RunDialog
          {...params}
          onClose={() => setDialog(null)}
          onStarted={() => {
            setDialog(null);
            setTab('batches');
            void refresh();
          }}
        />
      )}
    </div>
  );
}
