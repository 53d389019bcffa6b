import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../../app/session.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { errorWords } from '../../../ui/failure.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { Checkbox } from '../../../ui/switch.tsx';
import { useToast } from '../../../ui/toast.tsx';

/** Makes a test row of a run. */
export function KeepAsRow({
  appId,
  runId,
  onClose,
}: {
  readonly appId: string;
  readonly runId: string;
  readonly onClose: () => void;
}) {
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [expects, setExpects] = useState(true);
  const { data } = useQuery({
    queryKey: ['test-sets', appId],
    queryFn: ({ signal }) => client.call('listTestSets', { params: { appId }, signal }),
  });
  const sets = data?.data ?? [];
  const testSetId = chosen ?? sets[0]?.id ?? null;
  const keep = useMutation({
    async mutationFn() {
      const id =
        testSetId ??
        (
          await client.call('createTestSet', {
            params: { appId },
            body: {
              name: text('tests.firstSet'),
              checks: [{ type: 'contains', value: null }],
            },
          })
        ).id;
      await client.call('addTestRowFromLog', {
        params: { appId, testSetId: id },
        body: { runId, expectAnswer: expects },
      });
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['test-sets', appId] });
      toast({ tone: 'good', message: text('lab.kept') });
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="s"
      onClose={onClose}
      title={text('lab.keepAsRow')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button look="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
            {text('common.add')}
          </Button>
        </>
      }
    >
      {sets.length > 0 && (
        <Field label={text('tests.set')}>
          {({ id }) => (
            <Select
              id={id}
              value={testSetId}
              options={sets.map((set) => ({ value: set.id, label: set.name }))}
              onChange={setChosen}
            />
          )}
        </Field>
      )}
      <Checkbox label={text('lab.expectThis')} checked={expects} onChange={setExpects} />
      {keep.error !== null && <Notice tone="danger">{errorWords(keep.error, text)}</Notice>}
    </Dialog>
  );
}
