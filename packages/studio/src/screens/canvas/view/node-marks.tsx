import { useText } from '../../../text/text-context.tsx';
import { formatCount, formatDuration } from '../../../text/formats.ts';
import { useTexts } from '../../../text/text-context.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import type { NodeRunStatus, NodeRunView } from '../model/run-view.ts';
import type { NodeLook } from './flow-nodes.ts';
import styles from './node-card.module.css';

/** What stands at a node's corners: how its run went, problems, who is there, what a comparison says. */
export function NodeMarks({ look }: { readonly look: NodeLook }) {
  const { run, problems, people, mark } = look;
  return (
    <>
      {run && <RunMark run={run} />}
      {problems && !run && <ProblemMark {...problems} />}
      {mark && <DiffWord mark={mark} />}
      {people && (
        <span className={styles['people']}>
          {people.map(({ name, colour }) => (
            <span key={name} className={styles['person']} style={{ background: colour }}>
              {name}
            </span>
          ))}
        </span>
      )}
      {run?.error && <span className={styles['error']}>{run.error.message}</span>}
    </>
  );
}

const statusIcons: Readonly<Record<NodeRunStatus, IconName | null>> = {
  waiting: 'clock',
  running: null,
  retrying: 'refresh',
  paused: 'pause',
  succeeded: 'check',
  failed: 'close',
  exception: 'alert',
  stopped: 'stop',
};

function RunMark({ run }: { readonly run: NodeRunView }) {
  const { language, text } = useTexts();
  const icon =
    run.origin === null ? statusIcons[run.status] : run.origin === 'pinned' ? 'pin' : 'history';
  const facts = [
    run.rounds && `${run.rounds.done}${run.rounds.total === null ? '' : `/${run.rounds.total}`}`,
    run.count > 1 && run.rounds === null && `×${run.count}`,
    run.elapsedMs !== null && formatDuration(run.elapsedMs),
    run.totalTokens
      ? text('canvas.tokens', {
          count: run.totalTokens,
          short: formatCount(run.totalTokens, language),
        })
      : null,
    run.cost,
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
  return (
    <span className={styles['runMark']} data-status={run.status}>
      {icon === null ? <Spinner size={11} /> : <Icon name={icon} size={12} />}
      <span className="only-heard">{text(`canvas.status.${run.status}`)}</span>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </span>
  );
}

function ProblemMark({ errors, warnings }: { readonly errors: number; readonly warnings: number }) {
  const text = useText();
  const count = errors + warnings;
  return (
    <span className={styles['problemMark']} data-severity={errors > 0 ? 'error' : 'warning'}>
      <Icon name="alert" size={12} label={text('canvas.problemCount', { count })} />
      {count > 1 && <span aria-hidden="true">{count}</span>}
    </span>
  );
}

function DiffWord({ mark }: { readonly mark: NonNullable<NodeLook['mark']> }) {
  const text = useText();
  return (
    <span className={styles['diffMark']} data-mark={mark}>
      {text(`canvas.mark.${mark}`)}
    </span>
  );
}
