import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorWords, Failure } from '../../ui/failure.tsx';
import { DrawerPicture } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useToast } from '../../ui/toast.tsx';
import { GatePart } from './gate-part.tsx';
import { TestSetView } from './test-set-view.tsx';
import styles from './test-sets.module.css';

const lookAgainMs = 1500;

/** The test sets of an app: rows, batches, comparison, the gate on publishing. */
export function TestSetsScreen() {
  const { appId } = useParams({ from: '/signed-in/app/apps/$appId/tests' });
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['test-sets', appId],
    queryFn: ({ signal }) => client.call('listTestSets', { params: { appId }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ lastBatch }) => lastBatch !== null && lastBatch.finishedAt === null)
        ? lookAgainMs
        : false,
  });
  const create = useMutation({
    mutationFn: () =>
      client.call('createTestSet', {
        params: { appId },
        body: {
          name: text('tests.newName', { number: (data?.data.length ?? 0) + 1 }),
          checks: [{ type: 'contains', value: null }],
        },
      }),
    async onSuccess(made) {
      await queries.invalidateQueries({ queryKey: ['test-sets', appId] });
      setChosen(made.id);
    },
    onError: (thrown) => toast({ tone: 'danger', message: errorWords(thrown, text) }),
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const sets = data.data;
  const current = sets.find(({ id }) => id === chosen) ?? sets[0];
  const add = (
    <Button icon="add" busy={create.isPending} onClick={() => create.mutate()}>
      {text('tests.newSet')}
    </Button>
  );
  if (!current)
    return (
      <EmptyState picture={<DrawerPicture />} title={text('tests.none')} actions={add}>
        {text('tests.noneWords')}
      </EmptyState>
    );
  return (
    <div className={styles['screen']}>
      <aside className={styles['side']}>
        <h1 className={styles['title']}>{text('tests.tests')}</h1>
        <ul className={styles['sets']}>
          {sets.map((set) => (
            <li key={set.id}>
              <button
                type="button"
                className={classNames(styles['set'], set.id === current.id && styles['current'])}
                aria-current={set.id === current.id}
                onClick={() => setChosen(set.id)}
              >
                <span className={styles['grow']}>{set.name}</span>
                {set.lastBatch?.passPercent != null && (
                  <Badge tone={set.lastBatch.passPercent === 100 ? 'good' : 'warn'}>
                    {set.lastBatch.passPercent}%
                  </Badge>
                )}
                <Badge>{set.rowCount}</Badge>
              </button>
            </li>
          ))}
        </ul>
        {add}
        <GatePart appId={appId} sets={sets} />
      </aside>
      <TestSetView key={current.id} appId={appId} testSet={current} />
    </div>
  );
}
