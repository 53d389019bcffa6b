import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { formatAge, formatDuration } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading, ProgressBar } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Checkbox } from '../../ui/switch.tsx';
import { shortText } from './model/short-text.ts';
import styles from './test-sets.module.css';

type Batch = CallOutput<'readBatch'>;
type Result = CallOutput<'listBatchResults'>['data'][number];

const lookAgainMs = 1000;

function isGoingOn({ status }: Batch): boolean {
  return status === 'waiting' || status === 'running';
}

/** The batches of a test set; one is looked at, two are compared. */
export function BatchesPart({
  appId,
  testSetId,
}: {
  readonly appId: string;
  readonly testSetId: string;
}) {
  const { text, language } = useTexts();
  const client = useClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data, error } = useQuery({
    queryKey: ['batches', appId, testSetId],
    queryFn: ({ signal }) =>
      client.call('listBatches', { params: { appId }, query: { testSetId, limit: 30 }, signal }),
    refetchInterval: ({ state }) => (state.data?.data.some(isGoingOn) ? lookAgainMs : false),
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  const batches = data.data;
  const [first] = batches;
  const shown = chosen.filter((id) => batches.some((batch) => batch.id === id));
  const [left, right] = shown;
  const alone = left ?? first?.id;
  return (
    <div className={styles['form']}>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th>{text('tests.show')}</th>
              <th>{text('tests.target')}</th>
              <th>{text('lab.model')}</th>
              <th>{text('tests.passed')}</th>
              <th>{text('tests.progress')}</th>
              <th>{text('tests.tokens')}</th>
              <th>{text('tests.cost')}</th>
              <th>{text('tests.started')}</th>
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <tr key={batch.id}>
                <td>
                  <Checkbox
                    label={`${batch.number}`}
                    checked={shown.includes(batch.id) || (!left && batch.id === alone)}
                    onChange={(checked) =>
                      setChosen(
                        checked
                          ? [...shown, batch.id].slice(-2)
                          : shown.filter((id) => id !== batch.id),
                      )
                    }
                  />
                </td>
                <td>{text(batch.target === 'draft' ? 'tests.draft' : 'tests.publishedVersion')}</td>
                <td>{batch.override?.model?.name ?? text('lab.ownModel')}</td>
                <td>
                  {batch.passPercent === null ? '–' : `${batch.passPercent}%`} (
                  {batch.counts.passed}/{batch.counts.rows})
                </td>
                <td>
                  {isGoingOn(batch) ? (
                    <ProgressBar
                      share={batch.counts.rows === 0 ? null : batch.counts.done / batch.counts.rows}
                      label={text('tests.progress')}
                    />
                  ) : (
                    text(`tests.status.${batch.status}`)
                  )}
                </td>
                <td>{batch.totalTokens}</td>
                <td>
                  {Object.entries(batch.costs)
                    .map(([currency, sum]) => `${sum} ${currency}`)
                    .join(', ')}
                </td>
                <td>{formatAge(batch.createdAt, language, Date.now())}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {batches.length === 0 && <p className={styles['hint']}>{text('tests.noBatches')}</p>}
      {left && right ? (
        <Comparison appId={appId} left={left} right={right} />
      ) : (
        alone && <BatchView key={alone} appId={appId} batchId={alone} />
      )}
    </div>
  );
}

function BatchView({ appId, batchId }: { readonly appId: string; readonly batchId: string }) {
  const { text } = useTexts();
  const client = useClient();
  const queries = useQueryClient();
  const params = { appId, batchId };
  const { data } = useQuery({
    queryKey: ['batch', appId, batchId],
    queryFn: ({ signal }) => client.call('listBatchResults', { params, signal }),
    refetchInterval: ({ state }) =>
      !state.data || isGoingOn(state.data.batch) ? lookAgainMs : false,
  });
  const cancel = useMutation({
    mutationFn: () => client.call('cancelBatch', { params }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batch', appId, batchId] }),
  });
  if (!data) return <Loading />;
  return (
    <>
      <div className={styles['actions']}>
        {isGoingOn(data.batch) && (
          <Button icon="stop" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {text('common.cancel')}
          </Button>
        )}
        <Button
          icon="download"
          onClick={() => window.open(client.address('exportBatch', { params }))}
        >
          {text('tests.export')}
        </Button>
      </div>
      {data.batch.error !== null && <Notice tone="danger">{data.batch.error}</Notice>}
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th>#</th>
              <th>{text('tests.asked')}</th>
              <th>{text('tests.expected')}</th>
              <th>{text('tests.answer')}</th>
              <th>{text('tests.verdict')}</th>
              <th>{text('tests.time')}</th>
              <th>{text('tests.tokens')}</th>
            </tr>
          </thead>
          <tbody>
            {data.data.map((result) => (
              <tr key={result.number}>
                <td>{result.number}</td>
                <td>{askedIn(result)}</td>
                <td>{shortText(result.expected)}</td>
                <td>{shortText(result.output)}</td>
                <td>
                  <VerdictCell result={result} />
                </td>
                <td>{result.elapsedMs === 0 ? '' : formatDuration(result.elapsedMs)}</td>
                <td>{result.totalTokens || ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Comparison({
  appId,
  left,
  right,
}: {
  readonly appId: string;
  readonly left: string;
  readonly right: string;
}) {
  const { text } = useTexts();
  const client = useClient();
  const { data, error } = useQuery({
    queryKey: ['comparison', appId, left, right],
    queryFn: ({ signal }) =>
      client.call('compareBatches', { params: { appId }, query: { left, right }, signal }),
    refetchInterval: ({ state }) =>
      state.data && (isGoingOn(state.data.left) || isGoingOn(state.data.right))
        ? lookAgainMs
        : false,
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  const tones = { better: 'good', worse: 'danger', same: 'neutral', unknown: 'neutral' } as const;
  return (
    <>
      <p role="status">
        {text('tests.compared', { better: data.better, worse: data.worse, same: data.same })}
      </p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th>#</th>
              <th>{text('tests.asked')}</th>
              <th>{text('tests.first')}</th>
              <th>{text('tests.second')}</th>
              <th>{text('tests.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={`${row.number} ${row.left?.rowId ?? row.right?.rowId}`}>
                <td>{row.number}</td>
                <td>{askedIn(row)}</td>
                {[row.left, row.right].map((result, index) => (
                  <td key={index}>
                    {result && (
                      <>
                        <VerdictCell result={result} />
                        {shortText(result.output)}
                      </>
                    )}
                  </td>
                ))}
                <td>
                  <Badge tone={tones[row.outcome]}>{text(`tests.outcome.${row.outcome}`)}</Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function askedIn({
  query,
  inputs,
}: {
  readonly query: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}): string {
  const given = Object.entries(inputs).map(([name, value]) => `${name}: ${shortText(value)}`);
  return [...(query === '' ? [] : [shortText(query)]), ...given].join('\n');
}

const tones: Readonly<Record<Result['status'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  passed: 'good',
  failed: 'danger',
  unjudged: 'neutral',
  error: 'warn',
  cancelled: 'neutral',
};

function VerdictCell({ result }: { readonly result: Result }) {
  const { text } = useTexts();
  const reasons = [result.error, ...result.verdicts.map(({ reason }) => reason)].filter(Boolean);
  const scores = result.verdicts.flatMap(({ score }) => score ?? []);
  return (
    <>
      <Badge tone={tones[result.status]}>{text(`tests.result.${result.status}`)}</Badge>
      {scores.length > 0 && <span> {scores.join(', ')}/5</span>}
      {reasons.length > 0 && <div className={styles['hint']}>{reasons.join('\n')}</div>}
    </>
  );
}
