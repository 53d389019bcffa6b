import type { SiteMessage } from '@outpost/contracts';
import { memo } from 'react';
import type { AnswerSurroundings } from '../../markdown/answer-context.ts';
import { useText } from '../../text/text-context.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FileList } from '../parts/file-list.tsx';
import { ListenButton } from '../parts/listen-button.tsx';
import { ReplyView } from '../parts/reply-view.tsx';
import { SiteIcon } from '../parts/site-icon.tsx';
import { ToolButton } from '../parts/tool-button.tsx';
import { useVisit } from '../visit-context.ts';
import type { ChatMessage } from './chat-state.ts';
import styles from './turn.module.css';

interface TurnProps {
  readonly message: ChatMessage;
  /** Other answers to the same question, this one among them. */
  readonly siblings: readonly ChatMessage[];
  readonly isLast: boolean;
  /** Whether an answer is being written. */
  readonly isBusy: boolean;
  readonly surroundings: AnswerSurroundings;
  readonly onRate: (rating: SiteMessage['rating']) => void;
  readonly onAgain: () => void;
  readonly onChoose: (id: string) => void;
}

/** A question and its answer. */
export const Turn = memo(function Turn(props: TurnProps) {
  const text = useText();
  const { site, base } = useVisit();
  const { message, surroundings } = props;
  return (
    <li className={styles['turn']}>
      <div className={styles['question']}>
        <span className="only-heard">{text('site.you')}</span>
        {message.files.length > 0 && <FileList files={message.files} />}
        <p className={styles['asked']}>{message.query}</p>
      </div>
      <div className={styles['answer']}>
        <span className={styles['sign']}>
          <SiteIcon site={site} base={base} size={28} />
        </span>
        <div className={styles['reply']}>
          <span className="only-heard">{site.title}</span>
          <ReplyView
            reply={message.reply}
            runId={message.runId}
            surroundings={surroundings}
            hint={text('site.thinking')}
          />
          <Tools {...props} />
        </div>
      </div>
    </li>
  );
});

function Tools({ message, siblings, isLast, isBusy, onRate, onAgain, onChoose }: TurnProps) {
  const text = useText();
  const { parameters } = useVisit();
  const { reply, rating } = message;
  if (reply.status === 'running') return null;
  const place = siblings.findIndex(({ id }) => id === message.id);
  const goTo = (index: number): void => {
    const sibling = siblings[index];
    if (sibling) onChoose(sibling.id);
  };
  const rate = (next: 'like' | 'dislike'): void => onRate(rating === next ? null : next);
  return (
    <div className={styles['tools']} data-last={isLast || undefined}>
      {siblings.length > 1 && (
        <span className={styles['versions']}>
          <ToolButton
            size="s"
            icon="chevronLeft"
            label={text('site.previousAnswer')}
            disabled={place === 0 || isBusy}
            onClick={() => goTo(place - 1)}
          />
          <span
            aria-label={text('site.answerOf', { index: place + 1, count: siblings.length })}
            role="img"
          >
            {place + 1}/{siblings.length}
          </span>
          <ToolButton
            size="s"
            icon="chevronRight"
            label={text('site.nextAnswer')}
            disabled={place === siblings.length - 1 || isBusy}
            onClick={() => goTo(place + 1)}
          />
        </span>
      )}
      {reply.text !== '' && <CopyButton text={reply.text} />}
      {reply.text !== '' && parameters.textToSpeech.enabled && (
        <ListenButton
          messageId={message.id}
          startsItself={isLast && parameters.textToSpeech.autoPlay}
        />
      )}
      <ToolButton
        size="s"
        icon="refresh"
        label={text('site.regenerate')}
        disabled={isBusy}
        onClick={onAgain}
      />
      <ToolButton
        size="s"
        icon="thumbUp"
        label={text('site.like')}
        aria-pressed={rating === 'like'}
        onClick={() => rate('like')}
      />
      <ToolButton
        size="s"
        icon="thumbDown"
        label={text('site.dislike')}
        aria-pressed={rating === 'dislike'}
        onClick={() => rate('dislike')}
      />
    </div>
  );
}
