import { useMemo, useState } from 'react';
import { foldTrace } from '../../../runs/trace.ts';
import { useText } from '../../../text/text-context.tsx';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { errorWords } from '../../../ui/failure.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { formatDuration } from '../../../text/formats.ts';
import { useEditor, useEditorStore } from '../view/editor-context.tsx';
import { Chat } from './chat.tsx';
import { useRunner, useRunState } from './run-context.tsx';
import { RunForm } from './run-form.tsx';
import styles from './run-panel.module.css';
import { RunResult } from './run-result.tsx';
import { RunSteps } from './run-steps.tsx';
import { VariableInspector } from './variable-inspector.tsx';

type View = 'input' | 'result' | 'steps' | 'values';

/** Runs of the draft, in the panel at the right; mounted while `panel` is `run`. */
export function RunPanel() {
  const text = useText();
  const mode = useEditor(({ document }) => document.profile.mode);
  const run = useRunState();
  const trace = useMemo(() => foldTrace(run.events), [run.events]);
  const [chosen, setView] = useState<View | null>(null);
  const isChat = mode !== 'workflow';
  // Until somebody chooses: the questions, and what comes of them once something runs.
  const usual: View =
    run.phase === 'idle'
      ? 'input'
      : run.subject.type === 'app'
        ? isChat
          ? 'input'
          : 'result'
        : 'steps';
  const isSpecial = run.subject.type !== 'app';
  return (
    <section className={styles['panel']} aria-label={text('run.title')}>
      <RunHead />
      {run.error !== null && (
        <div className={styles['notice']}>
          <Notice tone="danger">{errorWords(run.error, text)}</Notice>
        </div>
      )}
      <Tabs<View>
        className={styles['tabs'] ?? ''}
        label={text('run.title')}
        value={chosen ?? usual}
        onChange={setView}
        tabs={[
          {
            value: 'input',
            label: text(isChat ? 'run.chat' : 'run.input'),
            content: isChat ? (
              <Chat trace={trace} isAnswer={!isSpecial} />
            ) : (
              <RunForm onStarted={() => setView(null)} />
            ),
          },
          ...(isChat
            ? []
            : [
                {
                  value: 'result' as const,
                  label: text('run.result'),
                  content: <RunResult trace={trace} />,
                },
              ]),
          {
            value: 'steps',
            label: text('run.steps'),
            count: trace.steps.length || undefined,
            content: <RunSteps trace={trace} />,
          },
          { value: 'values', label: text('run.values'), content: <VariableInspector /> },
        ]}
      />
    </section>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  running: 'info',
  succeeded: 'good',
  'partial-succeeded': 'warn',
  failed: 'danger',
  paused: 'warn',
};

function RunHead() {
  const text = useText();
  const toast = useToast();
  const editor = useEditorStore();
  const { session } = useRunner();
  const { phase, events, runId } = useRunState();
  const last = events.at(-1);
  const isGoingOn = phase === 'starting' || phase === 'running';
  const status = isGoingOn
    ? 'running'
    : last?.type === 'run-end'
      ? last.status
      : phase === 'paused'
        ? 'paused'
        : null;
  const stop = (): void => {
    session
      .stop()
      .catch((error: unknown) => toast({ tone: 'danger', message: errorWords(error, text) }));
  };
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{text('run.title')}</h2>
      {status !== null && <Badge tone={tones[status] ?? 'neutral'}>{text(`runs.${status}`)}</Badge>}
      {last?.type === 'run-end' && (
        <span className={styles['figures']}>
          {formatDuration(last.elapsedMs)}
          {last.totalTokens > 0 && ` · ${text('runs.tokens', { count: last.totalTokens })}`}
        </span>
      )}
      <span className={styles['space']} />
      {isGoingOn && (
        <Button size="s" icon="stop" disabled={runId === null} onClick={stop}>
          {text('runs.stop')}
        </Button>
      )}
      <IconButton
        icon="close"
        label={text('common.close')}
        onClick={() => editor.openPanel(null)}
      />
    </header>
  );
}
