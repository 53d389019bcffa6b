import { formatDuration } from '../../../text/formats.ts';
import { useText } from '../../../text/text-context.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { isOver, type Turn } from '../model/debug-turns.ts';
import styles from './debug.module.css';

/** A question with its answer, and what the answer took. */
export function TurnView({
  turn,
  onKeep,
}: {
  readonly turn: Turn;
  /** Makes a test row of it. */
  readonly onKeep: ((turn: Turn) => void) | null;
}) {
  const text = useText();
  return (
    <article className={styles['turn']}>
      {turn.query !== '' && <p className={styles['question']}>{turn.query}</p>}
      {turn.files.length > 0 && (
        <p className={styles['meta']}>{turn.files.map(({ name }) => name).join(', ')}</p>
      )}
      {turn.reasoning !== '' && (
        <details className={styles['reasoning']}>
          <summary>{text('lab.reasoning')}</summary>
          {turn.reasoning}
        </details>
      )}
      <div className={styles['answer']} aria-live="polite" aria-busy={!isOver(turn)}>
        {turn.answer}
        {turn.state === 'waiting' && <Spinner size={14} />}
      </div>
      {turn.error !== null && <Notice tone="danger">{turn.error}</Notice>}
      {turn.sources.length > 0 && (
        <p className={styles['meta']}>
          {text('lab.sources', { names: [...new Set(turn.sources)].join(', ') })}
        </p>
      )}
      {isOver(turn) && (
        <div className={styles['meta']}>
          {turn.state === 'stopped' && <Badge>{text('lab.stopped')}</Badge>}
          {turn.elapsedMs !== null && <span>{formatDuration(turn.elapsedMs)}</span>}
          {turn.firstWordMs !== null && (
            <span>{text('lab.firstWord', { time: formatDuration(turn.firstWordMs) })}</span>
          )}
          <span>{text('lab.tokens', { count: turn.totalTokens })}</span>
          {Number(turn.price) > 0 && (
            <span>
              {turn.price} {turn.currency}
            </span>
          )}
          {onKeep && turn.state === 'done' && turn.runId !== null && (
            <IconButton
              size="s"
              icon="test"
              label={text('lab.keepAsRow')}
              onClick={() => onKeep(turn)}
            />
          )}
        </div>
      )}
    </article>
  );
}
