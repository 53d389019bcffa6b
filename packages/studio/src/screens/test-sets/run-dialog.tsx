import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { ModelChoice } from '../prompt-lab/model-choice.tsx';
import {
  addColumn,
  changeColumn,
  columnsMax,
  oneColumn,
  overrideOf,
  removeColumn,
  type Column,
} from '../prompt-lab/model/lab-columns.ts';
import styles from './test-sets.module.css';

/** What a test set is run on, and with which models. */
export function RunDialog({
  appId,
  testSetId,
  onClose,
  onStarted,
}: {
  readonly appId: string;
  readonly testSetId: string;
  readonly onClose: () => void;
  readonly onStarted: () => void;
}) {
  const text = useText();
  const client = useClient();
  const [target, setTarget] = useState<'draft' | 'published'>('draft');
  const [models, setModels] = useState<readonly Column[]>(oneColumn);
  const start = useMutation({
    mutationFn: () =>
      client.call('startBatches', {
        params: { appId, testSetId },
        body: {
          target: { type: target },
          overrides:
            models.length === 1 && models[0]?.model === null
              ? []
              : models.map((column) => overrideOf(column) ?? {}),
        },
      }),
    onSuccess: onStarted,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('tests.run')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button look="primary" icon="run" busy={start.isPending} onClick={() => start.mutate()}>
            {text('tests.run')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <Segmented
          label={text('tests.target')}
          value={target}
          onChange={setTarget}
          options={[
            { value: 'draft', label: text('tests.draft') },
            { value: 'published', label: text('tests.publishedVersion') },
          ]}
        />
        {models.map((column) => (
          <div key={column.id} className={styles['actions']}>
            <div className={styles['grow']}>
              <ModelChoice
                label={text('lab.model')}
                ownLabel={text('lab.ownModel')}
                model={column.model}
                onChange={(model) => setModels(changeColumn(models, column.id, { model }))}
              />
            </div>
            {models.length > 1 && (
              <IconButton
                icon="close"
                label={text('lab.removeColumn')}
                onClick={() => setModels(removeColumn(models, column.id))}
              />
            )}
          </div>
        ))}
        <Button
          icon="add"
          disabled={models.length >= columnsMax}
          onClick={() => setModels(addColumn(models))}
        >
          {text('lab.addModel')}
        </Button>
        {start.error !== null && <Notice tone="danger">{errorWords(start.error, text)}</Notice>}
      </div>
    </Dialog>
  );
}
