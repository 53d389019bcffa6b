import type { AppDocument } from '@outpost/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useClient } from '../../app/session.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import styles from './canvas-screen.module.css';
import { NodePanel } from './forms/node-panel.tsx';
import { createEditorStore } from './model/editor-store.ts';
import { RunPanel } from './run/run-panel.tsx';
import { EditorProvider, useEditor } from './view/editor-context.tsx';

/** The editor of a workflow or chatflow. */
export function CanvasScreen() {
  const { appId } = useParams({ from: '/signed-in/app/apps/$appId/canvas' });
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['draft', appId],
    queryFn: ({ signal }) => client.call('readDraft', { params: { appId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return <Editor key={appId} appId={appId} document={data.document as unknown as AppDocument} />;
}

function Editor({ appId, document }: { readonly appId: string; readonly document: AppDocument }) {
  const store = useMemo(
    () => createEditorStore({ appId, document, now: Date.now }),
    [appId, document],
  );
  return (
    <EditorProvider store={store}>
      <div className={styles['editor']}>
        <div className={styles['canvas']} />
        <RightSide />
      </div>
    </EditorProvider>
  );
}

function RightSide() {
  const openNodeId = useEditor((state) => state.openNodeId);
  const panel = useEditor((state) => state.panel);
  return (
    <>
      {openNodeId !== null && (
        <aside className={styles['panel']}>
          <NodePanel nodeId={openNodeId} />
        </aside>
      )}
      {panel === 'run' && (
        <aside className={styles['panel']}>
          <RunPanel />
        </aside>
      )}
    </>
  );
}
