import { useRef, useState, type ReactNode } from 'react';
import { useText, type Translate } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { startBatch, type Batch, type BatchRow, type BatchView } from '../batch.ts';
import { followRun } from '../follow-run.ts';
import { textOfOutputs } from '../outputs.ts';
import { faultWords } from '../parts/form-fields.tsx';
import { emptyReply, reduceReply } from '../reply-state.ts';
import { textOfValue } from '../text-of-value.ts';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';
import {
  columnsOf,
  readTable,
  resultsTable,
  rowsMax,
  templateOf,
  type ReadTable,
} from './batch-table.ts';
import styles from './batch-panel.module.css';

/** Few enough that the others who use the app do not wait. */
const atOnceMax = 3;
const fileBytesMax = 5 * 1024 * 1024;

/** Many runs from a table, and their results as one. */
export function BatchPanel() {
  const text = useText();
  const words = useErrorWords();
  const { client, network, site, parameters } = useVisit();
  const { form } = parameters;
  const picker = useRef<HTMLInputElement>(null);
  const batch = useRef<Batch | null>(null);
  const [view, setView] = useState<BatchView | null>(null);
  const [ready, setReady] = useState<Extract<ReadTable, { rows: unknown }>['rows'] | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  const runRow = async (
    inputs: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<string> => {
    const { runId, answer } = await client.call('startRun', { body: { inputs }, signal });
    if (runId === null) return answer ?? '';
    signal.addEventListener('abort', () => {
      client.call('stopRun', { params: { runId } }).catch(() => {});
    });
    let reply = emptyReply;
    await followRun({
      client,
      runId,
      network,
      signal,
      onEvent: (event) => {
        reply = reduceReply(reply, event);
      },
    });
    if (reply.status === 'error') throw new Error(reply.error ?? '');
    return site.mode === 'workflow' ? textOfOutputs(reply.outputs) : reply.text;
  };
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setReady(null);
    setView(null);
    const table =
      file.size > fileBytesMax
        ? ({ fault: 'tooMany' } as const)
        : readTable(await readText(file), form);
    if ('rows' in table) {
      setFault(null);
      setReady(table.rows);
    } else setFault(tableFault(table, text));
  };
  const start = (): void => {
    if (!ready) return;
    batch.current = startBatch({ rows: ready, atOnceMax, run: runRow, words, onChange: setView });
    setReady(null);
  };
  const failed = view?.rows.some(({ status }) => status === 'failed' || status === 'cancelled');
  return (
    <div className={styles['panel']}>
      <p className={styles['words']}>{text('site.batchWords')}</p>
      <div className={styles['buttons']}>
        <Button icon="download" onClick={() => save('template.csv', templateOf(form))}>
          {text('site.batchTemplate')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".csv,text/csv"
          hidden
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button
          icon="upload"
          disabled={view !== null && view.state !== 'over'}
          onClick={() => picker.current?.click()}
        >
          {text('site.batchChoose')}
        </Button>
      </div>
      {fault !== null && (
        <p className={styles['fault']} role="alert">
          {fault}
        </p>
      )}
      {ready && (
        <Button look="primary" icon="play" onClick={start}>
          {text('site.batchStart', { count: ready.length })}
        </Button>
      )}
      {view && (
        <>
          <Progress view={view} />
          <div className={styles['buttons']}>
            {view.state === 'running' && (
              <Button icon="pause" onClick={() => batch.current?.pause()}>
                {text('site.batchPause')}
              </Button>
            )}
            {view.state === 'paused' && (
              <Button icon="play" onClick={() => batch.current?.goOn()}>
                {text('site.batchGoOn')}
              </Button>
            )}
            {view.state !== 'over' && (
              <Button icon="close" onClick={() => batch.current?.cancel()}>
                {text('site.batchCancel')}
              </Button>
            )}
            {view.state === 'over' && failed && (
              <Button icon="refresh" onClick={() => batch.current?.retry()}>
                {text('site.batchRetry')}
              </Button>
            )}
            <Button
              icon="download"
              onClick={() =>
                save(
                  'results.csv',
                  resultsTable(form, view.rows, {
                    result: text('site.batchResult'),
                    status: text('site.batchStatus'),
                  }),
                )
              }
            >
              {text('site.batchDownload')}
            </Button>
          </div>
          <RowTable rows={view.rows} names={columnsOf(form).map(({ name }) => name)} />
        </>
      )}
    </div>
  );
}

function Progress({ view }: { readonly view: BatchView }) {
  const text = useText();
  const all = view.rows.length;
  const count = view.rows.filter(({ status }) => status === 'done' || status === 'failed').length;
  return (
    <div>
      <progress
        className={styles['progress']}
        max={all}
        value={count}
        aria-label={text('site.batchStatus')}
      />
      <p className={styles['words']} role="status">
        {text('site.batchDone', { count, all })}
      </p>
    </div>
  );
}

function RowTable({
  rows,
  names,
}: {
  readonly rows: readonly BatchRow[];
  readonly names: readonly string[];
}) {
  const text = useText();
  return (
    <div className={styles['frame']} tabIndex={0} role="group">
      <table>
        <thead>
          <tr>
            <th>
              <span className="only-heard">{text('site.batchStatus')}</span>
            </th>
            {names.map((name) => (
              <th key={name}>{name}</th>
            ))}
            <th>{text('site.batchResult')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ status, values, result }, index) => (
            <tr key={index}>
              <td>{statusSign[status]}</td>
              {names.map((name) => (
                <td key={name}>{shortText(values[name])}</td>
              ))}
              <td className={status === 'failed' ? styles['bad'] : undefined}>
                {shortText(result)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const statusSign: Readonly<Record<BatchRow['status'], ReactNode>> = {
  waiting: <Icon name="clock" size={14} label="…" />,
  running: <Spinner size={14} />,
  done: <Icon name="check" size={14} label="✓" />,
  failed: <Icon name="alert" size={14} label="!" />,
  cancelled: <Icon name="minus" size={14} label="–" />,
};

function shortText(value: unknown): string {
  const words = textOfValue(value);
  return words.length > 200 ? `${words.slice(0, 200)} …` : words;
}

function tableFault(table: Exclude<ReadTable, { rows: unknown }>, text: Translate): string {
  switch (table.fault) {
    case 'empty':
      return text('site.batchEmpty');
    case 'tooMany':
      return text('site.batchTooMany', { most: rowsMax });
    case 'head':
      return text('site.batchHead', { names: table.names.join(', ') });
    case 'row': {
      const { row, field, reason } = table;
      const words = `${field.label}: ${faultWords(reason, field, text)}`;
      return text('site.batchRow', { row, fault: words });
    }
    default:
      return table satisfies never;
  }
}

/** Spreadsheets of Chinese systems often write GBK; it is told by what UTF-8 cannot be. */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

function save(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
