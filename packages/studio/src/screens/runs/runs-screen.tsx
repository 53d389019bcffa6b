import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { formatCount, formatDuration, formatTime } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DrawerPicture, StepsPicture } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { RunDetail } from './run-detail.tsx';
import { periods, sinceOf, type Period } from './periods.ts';
import { RunStatusBadge } from './run-status-badge.tsx';
import styles from './runs-screen.module.css';

type RunRow = CallOutput<'listRuns'>['data'][number];

const statuses = [
  'succeeded',
  'partial-succeeded',
  'failed',
  'stopped',
  'running',
  'paused',
] as const;

/** What an app did: the list of its runs with filters, and beside it the run that was chosen. */
export function RunsScreen() {
  const { text, language } = useTexts();
  const client = useClient();
  const navigate = useNavigate();
  const { appId } = useParams({ from: '/signed-in/app/apps/$appId/runs' });
  const { run: chosen } = useSearch({ from: '/signed-in/app/apps/$appId/runs' });
  const [words, setWords] = useState('');
  const [status, setStatus] = useState<string>('');
  const [period, setPeriod] = useState<Period>('week');
  const searched = useDeferredValue(words.trim());
  const runs = useInfiniteQuery({
    queryKey: ['runs', appId, searched, status, period],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      client.call('listRuns', {
        params: { appId },
        query: {
          page: pageParam,
          limit: 50,
          ...(searched === '' ? {} : { text: searched }),
          ...(status === '' ? {} : { status }),
          ...sinceOf(period, Date.now()),
        },
        signal,
      }),
    getNextPageParam: ({ page, limit, total }) => (page * limit < total ? page + 1 : undefined),
    placeholderData: keepPreviousData,
  });
  const rows = runs.data?.pages.flatMap(({ data }) => data) ?? [];
  const choose = (run: RunRow): void =>
    void navigate({ to: '/apps/$appId/runs', params: { appId }, search: { run: run.id } });
  return (
    <div className={styles['screen']}>
      <section className={styles['list']} aria-label={text('runs.title')}>
        <header className={styles['head']}>
          <div className={styles['titleLine']}>
            <h1 className={styles['title']}>{text('runs.title')}</h1>
            <Button size="s" look="quiet" icon="refresh" onClick={() => void runs.refetch()}>
              {text('runs.refresh')}
            </Button>
          </div>
          <TextInput
            type="search"
            icon="search"
            aria-label={text('runs.search')}
            placeholder={text('runs.search')}
            value={words}
            onChange={setWords}
          />
          <div className={styles['filters']}>
            <Select
              label={text('runs.status')}
              value={status}
              onChange={setStatus}
              options={[
                { value: '', label: text('runs.everyStatus') },
                ...statuses.map((value) => ({ value, label: text(`runs.${value}`) })),
              ]}
            />
            <Select<Period>
              label={text('runs.period')}
              value={period}
              onChange={setPeriod}
              options={periods.map((value) => ({ value, label: text(`runs.period.${value}`) }))}
            />
          </div>
        </header>
        {runs.error ? (
          <Failure error={runs.error} onRetry={() => void runs.refetch()} />
        ) : runs.isPending ? (
          <Loading />
        ) : rows.length === 0 ? (
          <EmptyState picture={<DrawerPicture />} title={text('runs.none')}>
            {text('runs.noneWords')}
          </EmptyState>
        ) : (
          <ul className={styles['rows']}>
            {rows.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  className={classNames(styles['row'], run.id === chosen && styles['chosen'])}
                  aria-current={run.id === chosen || undefined}
                  onClick={() => choose(run)}
                >
                  <span className={styles['rowLine']}>
                    <RunStatusBadge status={run.status} />
                    <time className={styles['when']}>
                      {formatTime(run.createdAt, language, Date.now())}
                    </time>
                  </span>
                  <span className={styles['rowLine']}>
                    <span className={styles['who']}>
                      {run.account?.name ?? run.endUser?.sessionId ?? run.source}
                    </span>
                    <span className={styles['figures']}>
                      {formatDuration(run.elapsedMs)}
                      {run.totalTokens > 0 &&
                        ` · ${text('runs.tokens', { count: run.totalTokens })}`}
                    </span>
                  </span>
                  {run.error !== null && <span className={styles['error']}>{run.error}</span>}
                </button>
              </li>
            ))}
            {runs.hasNextPage && (
              <li className={styles['next']}>
                <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
                  {text('apps.showMore')}
                </Button>
              </li>
            )}
          </ul>
        )}
        {rows.length > 0 && (
          <footer className={styles['foot']}>
            {text('runs.found', { total: formatCount(runs.data?.pages[0]?.total ?? 0, language) })}
          </footer>
        )}
      </section>
      <section className={styles['detail']} aria-label={text('runs.detail')}>
        {chosen === undefined ? (
          <EmptyState picture={<StepsPicture />} title={text('runs.chooseOne')} />
        ) : (
          <RunDetail key={chosen} appId={appId} runId={chosen} />
        )}
      </section>
    </div>
  );
}
