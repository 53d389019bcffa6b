import {
  useMemo,
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
} from 'react';
import { isNote, isMarker } from '../model/kinds.ts';
import { containerAt } from '../model/drop.ts';
import type { EditorStore } from '../model/editor-store.ts';
import type { Point } from '../model/graph-index.ts';
import type { CanvasTools } from './canvas-tools.tsx';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';
import type { MenuTarget, ViewStore } from './view-store.ts';

const longPressMs = 500;

/** Clicks, double clicks, hovering, the right button and its touch counterpart, the long press. */
export function usePointer(editor: EditorStore, view: ViewStore, tools: CanvasTools) {
  return useMemo(() => createPointer(editor, view, tools), [editor, view, tools]);
}

function createPointer(editor: EditorStore, view: ViewStore, tools: CanvasTools) {
  const openMenu = (screen: Point, target: MenuTarget): void => {
    const { selection } = editor.getState();
    if (target.type === 'node' && !selection.nodes.has(target.id))
      editor.select({ nodes: [target.id] });
    if (target.type === 'edge' && !selection.edges.has(target.id))
      editor.select({ edges: [target.id] });
    view.set({ menu: { screen, target }, quickAdd: null });
  };
  const targetAt = (element: Element, screen: Point): MenuTarget => {
    const nodeId = element.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
    if (nodeId !== undefined) return { type: 'node', id: nodeId };
    const edgeId = element.closest<HTMLElement>('.react-flow__edge')?.dataset['id'];
    if (edgeId !== undefined) return { type: 'edge', id: edgeId };
    return { type: 'pane', at: tools.flow.toCanvas(screen) };
  };
  const longPress = createLongPress((screen, element) =>
    openMenu(screen, targetAt(element, screen)),
  );

  return {
    wrapper: {
      onPointerMove: (event: ReactPointerEvent) =>
        tools.flow.setPointer({ x: event.clientX, y: event.clientY }),
      onPointerDown: (event: ReactPointerEvent) => longPress.onDown(event),
      onContextMenu: (event: ReactMouseEvent) => {
        const element = event.target as Element;
        if (!element.closest('.react-flow')) return;
        event.preventDefault();
        const screen = { x: event.clientX, y: event.clientY };
        openMenu(screen, targetAt(element, screen));
      },
      onDoubleClick: (event: ReactMouseEvent) => {
        const element = event.target as Element;
        if (!element.classList.contains('react-flow__pane') || editor.getState().isReadOnly) return;
        const screen = { x: event.clientX, y: event.clientY };
        const at = tools.flow.toCanvas(screen);
        const container = containerAt(editor.getState().document.graph, at, new Set());
        view.set({ quickAdd: { screen, at, parentId: container?.id ?? null } });
      },
      onClick: (event: ReactMouseEvent) => {
        const element = event.target as Element;
        // A click on a way out asks what shall come next.
        const handle = element.closest<HTMLElement>('.react-flow__handle.source');
        if (!handle || editor.getState().isReadOnly) return;
        event.stopPropagation();
        const source = handle.dataset['nodeid'] ?? '';
        const { right, top } = handle.getBoundingClientRect();
        view.set({
          quickAdd: {
            screen: { x: right + 10, y: top - 10 },
            at: null,
            parentId: null,
            after: { source, handle: handle.dataset['handleid'] ?? 'source' },
          },
        });
      },
    },
    flow: {
      onNodeClick: (event: ReactMouseEvent, { id, data }: FlowNode) => {
        const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
        if (isPlain && !isNote(data.node.kind) && !isMarker(data.node.kind)) editor.openNode(id);
      },
      onNodeDoubleClick: (_: ReactMouseEvent, { id, data }: FlowNode) => {
        if (isNote(data.node.kind)) {
          if (!editor.getState().isReadOnly) view.set({ renamingId: id });
        } else if (!isMarker(data.node.kind)) editor.openNode(id, '');
      },
      onEdgeMouseEnter: (_: ReactMouseEvent, { id }: FlowEdge) => view.set({ hotEdgeId: id }),
      onEdgeMouseLeave: () => view.set({ hotEdgeId: null }),
      onEdgeClick: () => editor.openNode(null),
      onPaneClick: () => {
        editor.select({});
        editor.openNode(null);
        view.set({ quickAdd: null, menu: null });
      },
    },
  };
}

/** A finger that rests opens the menu, where the browser does not send `contextmenu` for it. */
function createLongPress(open: (screen: Point, element: Element) => void) {
  return {
    onDown(event: ReactPointerEvent): void {
      if (event.pointerType !== 'touch') return;
      const start = { x: event.clientX, y: event.clientY };
      const element = event.target as Element;
      const timer = setTimeout(() => {
        stop();
        open(start, element);
      }, longPressMs);
      const stop = (): void => {
        clearTimeout(timer);
        for (const name of ['pointerup', 'pointercancel', 'contextmenu'] as const)
          window.removeEventListener(name, stop);
        window.removeEventListener('pointermove', onMove);
      };
      const onMove = (moved: PointerEvent): void => {
        if (Math.hypot(moved.clientX - start.x, moved.clientY - start.y) > 8) stop();
      };
      for (const name of ['pointerup', 'pointercancel', 'contextmenu'] as const)
        window.addEventListener(name, stop);
      window.addEventListener('pointermove', onMove);
    },
  };
}
