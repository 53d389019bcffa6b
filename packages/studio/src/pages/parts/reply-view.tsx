import { useMemo } from 'react';
import type { AnswerSurroundings } from '../../markdown/answer-context.ts';
import { Answer } from '../../markdown/answer.tsx';
import { Thinking } from '../../markdown/thinking.tsx';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { ReplyState } from '../reply-state.ts';
import { FileList } from './file-list.tsx';
import styles from './reply-view.module.css';
import { Sources } from './sources.tsx';
import { Steps } from './steps.tsx';

interface ReplyViewProps {
  readonly reply: ReplyState;
  readonly runId: string | null;
  readonly surroundings: AnswerSurroundings;
  /** Shown until there is something to show. */
  readonly hint: string;
}

/** What an app has answered so far: steps, thoughts, words, files, sources, and how it ended. */
export function ReplyView({ reply, surroundings, hint }: ReplyViewProps) {
  const text = useText();
  const { status, thinking, steps, citations, files, error } = reply;
  const isRunning = status === 'running';
  // Buttons and forms of an answer that is still written would send half of what it is.
  const quiet = useMemo(() => ({ ...surroundings, say: null }), [surroundings]);
  const isEmpty = reply.text === '' && thinking === '' && steps.length === 0;
  return (
    <div aria-busy={isRunning}>
      {steps.length > 0 && <Steps reply={reply} />}
      {thinking !== '' && (
        <Thinking closed={!isRunning || reply.text !== ''}>
          <Answer text={thinking} writing={isRunning && reply.text === ''} surroundings={quiet} />
        </Thinking>
      )}
      {reply.text !== '' && (
        <Answer
          text={reply.text}
          writing={isRunning}
          surroundings={isRunning ? quiet : surroundings}
        />
      )}
      {isRunning && isEmpty && (
        <p className={styles['hint']}>
          <span className={styles['dots']} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className="only-heard">{hint}</span>
        </p>
      )}
      {files.length > 0 && <FileList files={files} />}
      {citations.length > 0 && !isRunning && <Sources citations={citations} />}
      {status === 'error' && (
        <p className={styles['error']}>
          <Icon name="alert" size={16} />
          {text('site.failed', { reason: error ?? '' })}
        </p>
      )}
      {status === 'stopped' && <p className={styles['note']}>{text('site.stopped')}</p>}
      {status === 'paused' && <p className={styles['note']}>{text('site.paused')}</p>}
    </div>
  );
}
