import type { AppDocument } from '@outpost/contracts';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../text/text-context.tsx';
import styles from './editor.module.css';
import { NodePanel } from './forms/node-panel.tsx';
import { createEditorStore } from './model/editor-store.ts';
import { indexOf } from './model/graph-index.ts';
import { createNodeIds } from './model/new-node.ts';
import { SaveBar } from './panels/save-bar.tsx';
import { ShortcutsSheet } from './panels/shortcuts-sheet.tsx';
import { RunProvider } from './run/run-context.tsx';
import { RunPanel } from './run/run-panel.tsx';
import { useAutosave } from './sync/use-autosave.ts';
import { ActionsProvider } from './actions/action-context.tsx';
import { createActions } from './actions/actions.ts';
import { CanvasBar } from './view/canvas-bar.tsx';
import { MarksProvider } from './view/canvas-marks.tsx';
import { createCanvasTools, ToolsProvider } from './view/canvas-tools.tsx';
import { Canvas } from './view/canvas.tsx';
import { CanvasMenu } from './view/context-menu.tsx';
import { EditorProvider, useEditor, useEditorStore } from './view/editor-context.tsx';
import { createFlowApi } from './view/flow-api.ts';
import type { FlowEdge, FlowNode } from './view/flow-nodes.ts';
import { Minimap } from './view/minimap.tsx';
import { QuickAdd } from './view/quick-add.tsx';
import { SelectBar } from './view/select-bar.tsx';
import { useAnimation } from './view/use-animation.ts';
import { useClipboard } from './view/use-clipboard.ts';
import { useKeys } from './view/use-keys.ts';
import { createViewStore, useViewStore, ViewProvider } from './view/view-store.ts';

interface EditorProps {
  readonly appId: string;
  readonly document: AppDocument;
  /** Which save of the draft the document is. */
  readonly revision: number;
}

/** The document's store, the canvas, and the panels beside it. */
export function Editor({ appId, document, revision }: EditorProps) {
  const [store] = useState(() => createEditorStore({ appId, document, now: Date.now }));
  const [view] = useState(createViewStore);
  return (
    <EditorProvider store={store}>
      <ViewProvider value={view}>
        <ReactFlowProvider>
          <Workbench revision={revision} />
        </ReactFlowProvider>
      </ViewProvider>
    </EditorProvider>
  );
}

function Workbench({ revision }: { readonly revision: number }) {
  const editor = useEditorStore();
  const view = useViewStore();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const element = useRef<HTMLDivElement>(null);
  const { language } = useTexts();
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  const [announced, setAnnounced] = useState('');
  const tools = useMemo(
    () =>
      createCanvasTools({
        editor,
        view,
        flow: createFlowApi(flow, editor, () => element.current),
        makeId: createNodeIds(Date.now, Math.random),
        language: () => spoken.current,
        element: () => element.current,
      }),
    [editor, view, flow],
  );
  const autosave = useAutosave(editor, revision);
  const clipboard = useClipboard(editor, tools);
  const animate = useAnimation(editor, view);
  const actions = useMemo(
    () => createActions({ editor, view, tools, clipboard, animate }),
    [editor, view, tools, clipboard, animate],
  );
  const announce = useMemo(
    () => (nodeId: string) => {
      const { byId, outgoing } = indexOf(editor.getState().document.graph);
      const next = (outgoing.get(nodeId) ?? []).map(({ target }) => byId.get(target)?.title ?? '');
      setAnnounced([byId.get(nodeId)?.title ?? '', ...next.map((title) => `→ ${title}`)].join(' '));
    },
    [editor],
  );
  useKeys(
    useMemo(
      () => ({ editor, view, tools, actions, announce }),
      [editor, view, tools, actions, announce],
    ),
  );
  const graph = useEditor(({ document }) => document.graph);
  const marks = useMemo(
    () => ({
      graph,
      marks: null,
      edgeMarks: null,
      problems: new Map(),
      people: new Map(),
      hits: null,
    }),
    [graph],
  );
  const saveBeforeRun = useMemo(() => async () => await autosave?.flush(), [autosave]);
  const showFailed = useMemo(
    () => (nodeId: string) => {
      editor.select({ nodes: [nodeId] });
      tools.flow.reveal(nodeId);
    },
    [editor, tools],
  );
  return (
    <ToolsProvider value={tools}>
      <ActionsProvider value={actions}>
        <MarksProvider value={marks}>
          <div className={styles['editor']}>
            <div className={styles['middle']}>
              <Canvas element={element} />
              <SelectBar />
              <CanvasBar />
              <Minimap />
              {autosave && <SaveBar appId={editor.appId} autosave={autosave} />}
            </div>
            <RunProvider beforeRun={saveBeforeRun} onFailedNode={showFailed}>
              <RightSide />
            </RunProvider>
            <QuickAdd />
            <CanvasMenu />
            <ShortcutsSheet />
            <p className="only-heard" aria-live="polite">
              {announced}
            </p>
          </div>
        </MarksProvider>
      </ActionsProvider>
    </ToolsProvider>
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
