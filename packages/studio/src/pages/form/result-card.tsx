import { useMemo } from 'react';
import { Answer } from '../../markdown/answer.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FileList } from '../parts/file-list.tsx';
import { ListenButton } from '../parts/listen-button.tsx';
import { ReplyView } from '../parts/reply-view.tsx';
import { Steps } from '../parts/steps.tsx';
import { ToolButton } from '../parts/tool-button.tsx';
import { textOfOutputs, viewOutputs, type OutputView } from '../outputs.ts';
import { useVisit } from '../visit-context.ts';
import styles from './form-page.module.css';
import type { Result, Runs } from './use-run.ts';

interface ResultCardProps {
  readonly result: Result;
  readonly runs: Runs;
}

/** What one run has made, and what may be done with it. */
export function ResultCard({ result, runs }: ResultCardProps) {
  const text = useText();
  const { base, site, parameters } = useVisit();
  const { reply, messageId, runId, rating, saved } = result;
  const isRunning = reply.status === 'running';
  const surroundings = useMemo(() => ({ base, say: null }), [base]);
  const said = site.mode === 'workflow' ? textOfOutputs(reply.outputs) : reply.text;
  const rate = (next: 'like' | 'dislike'): void => runs.rate(result, rating === next ? null : next);
  return (
    <article className={styles['card']}>
      {site.mode === 'workflow' ? (
        <WorkflowResult result={result} />
      ) : (
        <ReplyView
          reply={reply}
          runId={runId}
          surroundings={surroundings}
          hint={text('site.thinking')}
        />
      )}
      <div className={styles['tools']}>
        {isRunning && runId !== null && (
          <Button size="s" icon="stop" onClick={() => runs.stop(result)}>
            {text('site.stop')}
          </Button>
        )}
        {!isRunning && said !== '' && <CopyButton text={said} />}
        {!isRunning && messageId !== null && (
          <>
            {parameters.textToSpeech.enabled && reply.text !== '' && (
              <ListenButton messageId={messageId} startsItself={parameters.textToSpeech.autoPlay} />
            )}
            {parameters.moreLikeThis && (
              <ToolButton
                size="s"
                icon="sparkle"
                label={text('site.moreLikeThis')}
                onClick={() => void runs.moreLike(result)}
              />
            )}
            <ToolButton
              size="s"
              icon="save"
              label={text(saved ? 'site.unsave' : 'site.save')}
              aria-pressed={saved}
              onClick={() => runs.save(result, !saved)}
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
          </>
        )}
      </div>
      <span className="only-heard" role="status">
        {isRunning ? text('site.thinking') : text('site.answered', { text: said.slice(0, 1500) })}
      </span>
    </article>
  );
}

/** A workflow streams what its end prints, and ends with its outputs. */
function WorkflowResult({ result }: { readonly result: Result }) {
  const text = useText();
  const { base } = useVisit();
  const { reply } = result;
  const surroundings = useMemo(() => ({ base, say: null }), [base]);
  const outputs = useMemo(() => viewOutputs(reply.outputs), [reply.outputs]);
  const isRunning = reply.status === 'running';
  return (
    <div aria-busy={isRunning}>
      {reply.steps.length > 0 && <Steps reply={reply} />}
      {isRunning && reply.text !== '' && (
        <Answer text={reply.text} writing surroundings={surroundings} />
      )}
      {isRunning && reply.steps.length === 0 && reply.text === '' && <Spinner size={20} />}
      {outputs.map((output) => (
        <Output key={output.name} output={output} isOnly={outputs.length === 1} />
      ))}
      {reply.status === 'normal' && outputs.length === 0 && (
        <p className={styles['nothing']}>{text('site.noRun')}</p>
      )}
      {reply.status === 'error' && (
        <p className={styles['error']}>
          <Icon name="alert" size={16} />
          {text('site.failed', { reason: reply.error ?? '' })}
        </p>
      )}
      {reply.status === 'stopped' && <p className={styles['note']}>{text('site.stopped')}</p>}
      {reply.status === 'paused' && <p className={styles['note']}>{text('site.paused')}</p>}
    </div>
  );
}

function Output({ output, isOnly }: { readonly output: OutputView; readonly isOnly: boolean }) {
  const { base } = useVisit();
  const surroundings = useMemo(() => ({ base, say: null }), [base]);
  return (
    <section className={styles['output']}>
      {!isOnly && <h2 className={styles['outputName']}>{output.name}</h2>}
      {output.files.length > 0 && <FileList files={output.files} />}
      {output.text !== '' && <Answer text={output.text} surroundings={surroundings} />}
    </section>
  );
}
