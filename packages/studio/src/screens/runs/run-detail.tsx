import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { JsonView } from '../../runs/json-view.tsx';
import { foldTrace, type TraceStep } from '../../runs/trace.ts';
import { TraceView } from '../../runs/trace-view.tsx';
import { useRunEvents } from '../../runs/use-run-events.ts';
import { formatDuration, formatTime } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords, Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useToast } from '../../ui/toast.tsx';
import { RunStatusBadge } from './run-status-badge.tsx';
import styles from './runs-screen.module.css';

type View = 'result' | 'trace';

/** One run: its result and its steps, live while it goes on; it can be run again from any step. */
export function RunDetail({ appId, runId }: { readonly appId: string; readonly runId: string }) {
  const { text, language } = useTexts();
  const client = useClient();
  const toast = useToast();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [view, setView] = useState<View>('trace');
  const run = useQuery({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => client.call('readRun', { params: { runId }, signal }),
  });
  const { events, isWhole, error } = useRunEvents(runId);
  const trace = useMemo(() => foldTrace(events), [events]);
  const replay = useMutation({
    mutationFn: async (step: TraceStep) => {
      const answer = await client.call('replayRun', {
        params: { runId },
        body: { nodeId: step.nodeId, stepId: step.stepId },
      });
      const newRunId = answer.headers.get('x-run-id');
      // The run goes on without this reader; the page of the new run follows it.
      await answer.body?.cancel();
      return newRunId;
    },
    onSuccess: async (newRunId) => {
      await queries.invalidateQueries({ queryKey: ['runs', appId] });
      if (newRunId !== null)
        void navigate({ to: '/apps/$appId/runs', params: { appId }, search: { run: newRunId } });
    },
    onError: (thrown) => toast({ tone: 'danger', message: errorWords(thrown, text) }),
  });
  const stop = useMutation({
    mutationFn: () => client.call('stopRun', { params: { runId } }),
    onError: (thrown) => toast({ tone: 'danger', message: errorWords(thrown, text) }),
  });
  if (run.error) return <Failure error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) return <Loading />;
  const status = events.length > 0 ? trace.status : run.data.status;
  return (
    <div className={styles['run']}>
      <header className={styles['runHead']}>
        <RunStatusBadge status={status} />
        <span>{formatTime(run.data.createdAt, language, Date.now())}</span>
        <span className={styles['figures']}>
          {formatDuration(trace.elapsedMs ?? run.data.elapsedMs)}
          {` · ${text('runs.steps', { count: trace.steps.length })}`}
          {trace.totalTokens > 0 && ` · ${text('runs.tokens', { count: trace.totalTokens })}`}
          {Number(run.data.totalPrice) > 0 && ` · ${run.data.totalPrice} ${run.data.currency}`}
        </span>
        <span className={styles['space']} />
        {status === 'running' && (
          <Button size="s" icon="stop" busy={stop.isPending} onClick={() => stop.mutate()}>
            {text('runs.stop')}
          </Button>
        )}
      </header>
      {error !== null && <Notice tone="danger">{errorWords(error, text)}</Notice>}
      {trace.error && <Notice tone="danger">{trace.error.message}</Notice>}
      <Tabs<View>
        label={text('runs.detail')}
        value={view}
        onChange={setView}
        tabs={[
          {
            value: 'trace',
            label: text('runs.trace'),
            content: (
              <div className={styles['tab']}>
                {events.length === 0 && !isWhole ? (
                  <Loading />
                ) : (
                  <TraceView
                    steps={trace.steps}
                    actions={(step) =>
                      isWhole && step.status !== 'running' ? (
                        <div>
                          <Button
                            size="s"
                            icon="refresh"
                            busy={replay.isPending}
                            onClick={() => replay.mutate(step)}
                          >
                            {text('runs.replay')}
                          </Button>
                        </div>
                      ) : null
                    }
                  />
                )}
              </div>
            ),
          },
          {
            value: 'result',
            label: text('runs.result'),
            content: (
              <div className={styles['tab']}>
                {trace.text !== '' && <p className={styles['text']}>{trace.text}</p>}
                <JsonView label={text('runs.inputs')} value={run.data.inputs} />
                <JsonView label={text('runs.outputs')} value={trace.outputs ?? run.data.outputs} />
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}
