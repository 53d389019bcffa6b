import '@xyflow/react/dist/base.css';
import {
  ReactFlow,
  useReactFlow,
  type Connection as FlowConnection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type OnConnectStart,
} from '@xyflow/react';
import type { Graph } from '@outpost/contracts';
import { useCallback, useEffect, useMemo, useRef, type RefObject } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { canConnect, type Connection } from '../model/edit-graph.ts';
import { connect, rewire } from '../model/graph-commands.ts';
import { indexOf } from '../model/graph-index.ts';
import { factsOf } from '../model/node-facts.ts';
import { isMarker, isNote } from '../model/kinds.ts';
import { useCanvasTools } from './canvas-tools.tsx';
import styles from './canvas.module.css';
import { ConnectionLine } from './connection-line.tsx';
import { ContainerNode } from './container-node.tsx';
import { EdgeLine } from './edge-line.tsx';
import { useEditor, useEditorStore } from './editor-context.tsx';
import { zoomMax, zoomMin } from './flow-api.ts';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';
import { MarkerNode } from './marker-node.tsx';
import { NodeCard } from './node-card.tsx';
import { NoteNode } from './note-node.tsx';
import { Overlay } from './overlay.tsx';
import { useBackground } from './use-background.ts';
import { useBoxSelect } from './use-box-select.ts';
import { useFlowElements } from './use-flow-elements.ts';
import { screenPoint, useNodeDrag } from './use-node-drag.ts';
import { usePointer } from './use-pointer.ts';
import { useWheel } from './use-wheel.ts';
import { useView, useViewStore } from './view-store.ts';

const nodeTypes = { step: NodeCard, container: ContainerNode, marker: MarkerNode, note: NoteNode };
const edgeTypes = { line: EdgeLine };
const panButtons = { pointer: [1], hand: [0, 1] };
const handKeys = ['Space'];
const addKeys = ['Shift', 'Meta', 'Control'];
const noAttribution = { hideAttribution: true };

/** The document as a picture that can be edited by hand. */
export function Canvas({ element }: { readonly element: RefObject<HTMLDivElement | null> }) {
  const text = useText();
  const editor = useEditorStore();
  const view = useViewStore();
  const tools = useCanvasTools();
  const mode = useView((state) => state.mode);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const { nodes, edges } = useFlowElements();
  const drag = useNodeDrag(editor, view, tools.flow, tools.makeId);
  useWheel(element);
  useBackground(element);
  useBoxSelect(element, editor, view, tools.flow);
  const pointer = usePointer(editor, view, tools);
  const connecting = useConnecting();
  useFirstView(editor.appId);

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<FlowNode>[]) => {
      drag.take(changes);
      const selects = changes.filter((change) => change.type === 'select');
      if (selects.length === 0) return;
      const { selection } = editor.getState();
      const chosen = new Set(selection.nodes);
      for (const { id, selected } of selects) chosen[selected ? 'add' : 'delete'](id);
      editor.select({ nodes: chosen, edges: selection.edges });
    },
    [drag, editor],
  );
  const onEdgesChange = useCallback(
    (changes: readonly EdgeChange<FlowEdge>[]) => {
      const selects = changes.filter((change) => change.type === 'select');
      if (selects.length === 0) return;
      const { selection } = editor.getState();
      const chosen = new Set(selection.edges);
      for (const { id, selected } of selects) chosen[selected ? 'add' : 'delete'](id);
      editor.select({ nodes: selection.nodes, edges: chosen });
    },
    [editor],
  );

  return (
    <div
      ref={element}
      className={styles['canvas']}
      data-mode={mode}
      tabIndex={0}
      role="application"
      aria-label={text('canvas.canvas')}
      aria-describedby="canvas-help"
      {...pointer.wrapper}
    >
      <p id="canvas-help" className="only-heard">
        {text('canvas.canvasHelp')}
      </p>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={drag.onStart}
        onNodeDrag={drag.onDrag}
        onNodeDragStop={drag.onStop}
        {...connecting}
        {...pointer.flow}
        connectionLineComponent={ConnectionLine}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={addKeys}
        panActivationKeyCode={handKeys}
        panOnDrag={panButtons[mode]}
        selectNodesOnDrag={false}
        nodeDragThreshold={3}
        connectionDragThreshold={4}
        connectionRadius={28}
        connectOnClick={false}
        reconnectRadius={9}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        minZoom={zoomMin}
        maxZoom={zoomMax}
        zIndexMode="manual"
        elevateEdgesOnSelect={false}
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements={nodes.length > 300}
        proOptions={noAttribution}
      />
      <Overlay />
    </div>
  );
}

/** Drawing edges and moving their ends. Half of it is the library's; where it ends is ours. */
function useConnecting() {
  const editor = useEditorStore();
  const view = useViewStore();
  const tools = useCanvasTools();
  const rewiring = useRef<FlowEdge | null>(null);
  return useMemo(() => {
    const graph = () => editor.getState().document.graph;
    const connectionOf = (made: FlowConnection | FlowEdge): Connection => ({
      source: made.source,
      handle: made.sourceHandle ?? 'source',
      target: made.target,
    });
    const onConnectStart: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
      if (nodeId === null) return;
      const edge = rewiring.current;
      const valid = graph().nodes.filter(({ id }) =>
        handleType === 'source'
          ? canConnect(
              graph(),
              { source: nodeId, handle: handleId ?? 'source', target: id },
              edge?.id,
            )
          : exitsOf(graph(), id).some((exit) =>
              canConnect(graph(), { source: id, handle: exit, target: nodeId }, edge?.id),
            ),
      );
      view.set({ connecting: { nodeId, valid: new Set(valid.map(({ id }) => id)) } });
    };
    const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
      view.set({ connecting: null });
      if (rewiring.current || state.isValid || !state.fromHandle) return;
      const { nodeId, id, type } = state.fromHandle;
      const screen = screenPoint(event);
      const dropped = document
        .elementsFromPoint(screen.x, screen.y)
        .map((found) => found.closest<HTMLElement>('.react-flow__node')?.dataset['id'])
        .find((found) => found !== undefined && found !== nodeId);
      if (dropped !== undefined) {
        const exit = exitsOf(graph(), dropped)[0] ?? '';
        const connection =
          type === 'source'
            ? { source: nodeId, handle: id ?? 'source', target: dropped }
            : { source: dropped, handle: exit, target: nodeId };
        if (canConnect(graph(), connection)) return editor.dispatch(connect(connection, graph()));
      }
      const isOnCanvas = (event.target as Element | null)?.closest('.react-flow') ?? null;
      if (isOnCanvas === null) return;
      const at = tools.flow.toCanvas(screen);
      const parentId = indexOf(graph()).byId.get(nodeId)?.parentId ?? null;
      view.set({
        quickAdd:
          type === 'source'
            ? {
                screen,
                at: { x: at.x, y: at.y - 23 },
                parentId,
                after: { source: nodeId, handle: id ?? 'source' },
              }
            : { screen, at: { x: at.x - 244, y: at.y - 23 }, parentId, before: nodeId },
      });
    };
    return {
      isValidConnection: (made: FlowConnection | FlowEdge) =>
        canConnect(graph(), connectionOf(made), rewiring.current?.id),
      onConnect: (made: FlowConnection) => editor.dispatch(connect(connectionOf(made), graph())),
      onConnectStart,
      onConnectEnd,
      onReconnectStart: (_: unknown, edge: FlowEdge) => {
        rewiring.current = edge;
      },
      onReconnect: (edge: FlowEdge, made: FlowConnection) =>
        editor.dispatch(rewire(edge.id, connectionOf(made))),
      onReconnectEnd: () => {
        rewiring.current = null;
        view.set({ connecting: null });
      },
    };
  }, [editor, view, tools]);
}

function exitsOf(graph: Graph, nodeId: string): readonly string[] {
  const node = indexOf(graph).byId.get(nodeId);
  return node ? factsOf(node).handles.map(({ id }) => id) : [];
}

/** Opens where the person left off in this app, else with everything in view. */
function useFirstView(appId: string): void {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const tools = useCanvasTools();
  const editor = useEditorStore();
  useEffect(() => {
    const left = viewsLeft.get(appId);
    if (left) void flow.setViewport(left);
    else
      tools.flow.fit(
        editor
          .getState()
          .document.graph.nodes.filter(({ kind }) => !isNote(kind) && !isMarker(kind))
          .map(({ id }) => id),
      );
    return () => void viewsLeft.set(appId, flow.getViewport());
  }, [appId, flow, tools, editor]);
}

/** For as long as the page lives. */
const viewsLeft = new Map<
  string,
  { readonly x: number; readonly y: number; readonly zoom: number }
>();
