import { useState } from 'react';
import { formatDuration } from '../text/formats.ts';
import { useText } from '../text/text-context.tsx';
import { Badge } from '../ui/badge.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { JsonView } from './json-view.tsx';
import type { TraceRound, TraceStep } from './trace.ts';
import styles from './trace-view.module.css';

const statusIcons: Readonly<Record<Exclude<TraceStep['status'], 'running'>, IconName>> = {
  succeeded: 'checkCircle',
  failed: 'alert',
  exception: 'alert',
  stopped: 'stop',
};

/** The tree of a run's steps; a step opens to what went in and came out. */
export function TraceView({
  steps,
  actions,
}: {
  readonly steps: readonly TraceStep[];
  /** Buttons of an opened step, e.g. for running again from it. */
  readonly actions?: (step: TraceStep) => React.ReactNode;
}) {
  return (
    <ol className={styles['tree']}>
      {steps.map((step) => (
        <StepLine key={step.stepId} step={step} actions={actions} />
      ))}
    </ol>
  );
}

interface StepLineProps {
  readonly step: TraceStep;
  readonly actions: ((step: TraceStep) => React.ReactNode) | undefined;
}

function StepLine({ step, actions }: StepLineProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(step.status === 'failed');
  return (
    <li className={styles['item']}>
      <button
        type="button"
        className={styles['line']}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={13} />
        {step.status === 'running' ? (
          <Spinner size={15} />
        ) : (
          <Icon
            name={statusIcons[step.status]}
            className={styles[step.status]}
            label={text(`runs.step.${step.status}`)}
          />
        )}
        <span className={styles['title']}>{step.title || step.nodeId}</span>
        <span className={styles['kind']}>{step.kind}</span>
        <span className={styles['space']} />
        {step.origin && <Badge tone="info">{text(`runs.origin.${step.origin}`)}</Badge>}
        {step.retries > 0 && (
          <Badge tone="warn">{text('runs.retries', { count: step.retries })}</Badge>
        )}
        {step.tokens !== null && (
          <span className={styles['figure']}>{text('runs.tokens', { count: step.tokens })}</span>
        )}
        {step.price !== null && <span className={styles['figure']}>{step.price}</span>}
        <span className={styles['figure']}>
          {step.elapsedMs === null ? '' : formatDuration(step.elapsedMs)}
        </span>
      </button>
      {isOpen && (
        <div className={styles['detail']}>
          {step.error && (
            <Notice tone={step.status === 'exception' ? 'warn' : 'danger'}>
              {step.error.message}
            </Notice>
          )}
          {actions?.(step)}
          <JsonView label={text('runs.inputs')} value={step.inputs} />
          <JsonView label={text('runs.processData')} value={step.processData} />
          <JsonView label={text('runs.outputs')} value={step.outputs} />
        </div>
      )}
      {step.rounds.length > 0 && <Rounds rounds={step.rounds} actions={actions} />}
    </li>
  );
}

function Rounds({
  rounds,
  actions,
}: {
  readonly rounds: readonly TraceRound[];
  readonly actions: StepLineProps['actions'];
}) {
  const text = useText();
  const failed = rounds.find(({ status }) => status === 'failed');
  const [shown, setShown] = useState<number | null>(null);
  // Until somebody chooses: the round that failed, else the one that is going on or went last.
  const current = shown ?? failed?.round ?? rounds.at(-1)?.round;
  const round = rounds.find((one) => one.round === current);
  return (
    <div className={styles['rounds']}>
      <div className={styles['roundChoice']} role="group" aria-label={text('runs.rounds')}>
        {rounds.map((one) => (
          <button
            key={one.round}
            type="button"
            aria-pressed={one.round === current}
            className={classNames(styles['round'], one.status === 'failed' && styles['failed'])}
            onClick={() => setShown(one.round)}
          >
            {one.round + 1}
          </button>
        ))}
      </div>
      {round && <TraceView steps={round.steps} {...(actions ? { actions } : {})} />}
    </div>
  );
}
