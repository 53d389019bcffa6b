import { TraceView } from '../../../runs/trace-view.tsx';
import type { Trace } from '../../../runs/trace.ts';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useEditorStore } from '../view/editor-context.tsx';
import { useRunner, useRunState } from './run-context.tsx';
import styles from './run-panel.module.css';

/** The tree of steps; each can be opened on the canvas, run again alone, or run on from. */
export function RunSteps({ trace }: { readonly trace: Trace }) {
  const text = useText();
  const editor = useEditorStore();
  const { runNode, runFrom, pin } = useRunner();
  const { runId, phase, subject } = useRunState();
  const isOver = phase === 'ended' || phase === 'paused';
  // A run of one node kept nothing that others could go on from.
  const source = subject.type === 'node' ? undefined : (runId ?? undefined);
  if (trace.steps.length === 0)
    return (
      <div className={styles['body']}>
        <p className={styles['hint']}>{text('run.noSteps')}</p>
      </div>
    );
  return (
    <div className={styles['body']}>
      {trace.error && <Notice tone="danger">{trace.error.message}</Notice>}
      <TraceView
        steps={trace.steps}
        actions={(step) => (
          <div className={styles['actions']}>
            <Button size="s" icon="edit" onClick={() => editor.openNode(step.nodeId)}>
              {text('run.openNode')}
            </Button>
            {isOver && (
              <>
                <Button size="s" icon="play" onClick={() => void runNode(step.nodeId)}>
                  {text('run.nodeAlone')}
                </Button>
                <Button size="s" icon="refresh" onClick={() => void runFrom(step.nodeId, source)}>
                  {text('run.fromHere')}
                </Button>
                <Button size="s" icon="pin" onClick={() => void pin(step.nodeId)}>
                  {text('run.pin')}
                </Button>
              </>
            )}
          </div>
        )}
      />
    </div>
  );
}
