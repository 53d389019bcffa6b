import { isGraphMode } from '@outpost/contracts';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords, Failure } from '../../ui/failure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DebugArea } from './debug/debug-area.tsx';
import { FeaturesPart } from './features-part.tsx';
import { modelOf, setModel, setParameters } from './model/classic-config.ts';
import type { DraftSaver, SavedDraft } from './model/draft-saver.ts';
import { ModelChoice, ParameterButton } from './model-choice.tsx';
import styles from './prompt-lab.module.css';
import { PromptPart } from './prompt-part.tsx';
import { PublishButton } from './publish-button.tsx';
import { savedDraft, useDocument, useDraftEditor, useSaveState } from './use-draft-editor.ts';
import { VariablesPart } from './variables-part.tsx';

/** Where chatbots, agents and text generators are written and tried. */
export function PromptLabScreen() {
  const { appId } = useParams({ from: '/signed-in/app/apps/$appId/prompt' });
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['draft', appId],
    queryFn: ({ signal }) => client.call('readDraft', { params: { appId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const saved = useMemo(() => (data ? savedDraft(data) : null), [data]);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!saved) return <Loading />;
  if (isGraphMode(saved.document.profile.mode))
    return <Navigate to="/apps/$appId/canvas" params={{ appId }} replace />;
  return <Lab key={appId} appId={appId} saved={saved} />;
}

function Lab({ appId, saved }: { readonly appId: string; readonly saved: SavedDraft }) {
  const text = useText();
  const editor = useDraftEditor(appId, saved);
  const { store, saver } = editor;
  const document = useDocument(store);
  const history = useSyncExternalStore(store.subscribe, () => store.getState().history);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const inText =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [contenteditable]');
      if (!(event.ctrlKey || event.metaKey) || inText) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) store.undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) store.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
  const model = modelOf(document);
  return (
    <div className={styles['lab']}>
      <header className={styles['top']}>
        <h1 className={styles['title']}>{document.profile.name}</h1>
        <SaveMark saver={saver} />
        <span className={styles['grow']} />
        <IconButton
          icon="undo"
          keys="Ctrl+Z"
          label={text('common.undo')}
          disabled={history.past.length === 0}
          onClick={() => store.undo()}
        />
        <IconButton
          icon="redo"
          keys="Ctrl+Shift+Z"
          label={text('lab.redo')}
          disabled={history.future.length === 0}
          onClick={() => store.redo()}
        />
        <div className={styles['model']}>
          <ModelChoice
            label={text('lab.model')}
            model={model}
            onChange={(chosen) => chosen && store.dispatch(setModel(chosen))}
          />
        </div>
        <ParameterButton
          parameters={model.parameters}
          onChange={(parameters) => store.dispatch(setParameters(parameters))}
        />
        <PublishButton appId={appId} saver={saver} />
      </header>
      <Conflict saver={saver} />
      <div className={styles['sides']}>
        <div className={styles['config']}>
          <PromptPart store={store} />
          <VariablesPart store={store} />
          <FeaturesPart store={store} />
        </div>
        <DebugArea editor={editor} appId={appId} />
      </div>
    </div>
  );
}

function SaveMark({ saver }: { readonly saver: DraftSaver }) {
  const text = useText();
  const state = useSaveState(saver);
  const words = {
    saved: text('common.saved'),
    saving: text('common.saving'),
    failed: text('lab.notSaved'),
    conflict: text('lab.notSaved'),
  }[state.type];
  const title = state.type === 'failed' ? errorWords(state.error, text) : undefined;
  return (
    <span className={styles['hint']} role="status" title={title}>
      {words}
    </span>
  );
}

function Conflict({ saver }: { readonly saver: DraftSaver }) {
  const text = useText();
  if (useSaveState(saver).type !== 'conflict') return null;
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button size="s" onClick={() => saver.resolve('yours')}>
            {text('lab.keepMine')}
          </Button>
          <Button size="s" onClick={() => saver.resolve('theirs')}>
            {text('lab.takeTheirs')}
          </Button>
        </>
      }
    >
      {text('lab.conflict')}
    </Notice>
  );
}
