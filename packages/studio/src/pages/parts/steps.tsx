import { useId, useState } from 'react';
import { formatDuration } from '../../text/formats.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { ReplyState, ReplyStep } from '../reply-state.ts';
import styles from './reply-view.module.css';

/** The steps that led to an answer: one line while it works, all of them for whoever asks. */
export function Steps({ reply }: { readonly reply: ReplyState }) {
  const text = useText();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { steps, status, elapsedMs, logs } = reply;
  const isRunning = status === 'running';
  const going = steps.findLast((step) => step.status === 'running');
  const words =
    isRunning && going
      ? text('site.stepsGoing', { title: logs.at(-1)?.label ?? going.title })
      : text('site.steps', { count: steps.length });
  return (
    <div className={styles['steps']}>
      <button
        type="button"
        className={styles['stepsHead']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {isRunning ? (
          <Spinner size={14} />
        ) : (
          <StatusIcon status={status === 'error' ? 'failed' : 'succeeded'} />
        )}
        <span className={styles['stepsTitle']}>{words}</span>
        {!isRunning && elapsedMs !== null && (
          <span className={styles['stepTime']}>{formatDuration(elapsedMs)}</span>
        )}
        <Icon name={isOpen ? 'chevronUp' : 'chevronDown'} size={14} />
      </button>
      {isOpen && (
        <ol id={id} className={styles['stepList']}>
          {steps.map((step) => (
            <Step key={step.stepId} step={step} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Step({ step }: { readonly step: ReplyStep }) {
  const { title, depth, round, status, error, elapsedMs } = step;
  return (
    <li>
      <div className={styles['step']} style={{ paddingLeft: 6 + depth * 18 }}>
        {status === 'running' ? <Spinner size={14} /> : <StatusIcon status={status} />}
        <span className={styles['stepName']}>
          {title}
          {round !== null && <span className={styles['quiet']}> · {round + 1}</span>}
        </span>
        {elapsedMs !== null && (
          <span className={styles['stepTime']}>{formatDuration(elapsedMs)}</span>
        )}
      </div>
      {error !== null && <p className={styles['stepError']}>{error}</p>}
    </li>
  );
}

function StatusIcon({ status }: { readonly status: string }) {
  if (status === 'succeeded')
    return <Icon name="checkCircle" size={15} className={styles['good']} />;
  if (status === 'failed' || status === 'exception')
    return <Icon name="alert" size={15} className={styles['bad']} />;
  return <Icon name="minus" size={15} className={styles['quiet']} />;
}
