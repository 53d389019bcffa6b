import { useEffect, type RefObject } from 'react';
import type { Box } from '../model/boxes.ts';
import { touchedBy } from '../model/drop.ts';
import type { EditorStore } from '../model/editor-store.ts';
import type { Point } from '../model/graph-index.ts';
import type { FlowApi } from './flow-api.ts';
import type { ViewStore } from './view-store.ts';

const startPx = 4;

/** Dragging over the empty canvas in pointer mode selects what the box touches; Shift adds. */
export function useBoxSelect(
  element: RefObject<HTMLElement | null>,
  editor: EditorStore,
  view: ViewStore,
  flow: FlowApi,
): void {
  useEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    let start: Point | null = null;
    let kept: ReadonlySet<string> = new Set();
    const onDown = (event: PointerEvent): void => {
      const target = event.target as Element;
      if (event.button !== 0 || event.pointerType === 'touch') return;
      if (!target.classList.contains('react-flow__pane') || target.classList.contains('draggable'))
        return;
      if (view.getState().mode !== 'pointer') return;
      start = { x: event.clientX, y: event.clientY };
      kept = event.shiftKey ? editor.getState().selection.nodes : new Set();
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp, { once: true });
      window.addEventListener('pointercancel', onUp, { once: true });
    };
    const onMove = (event: PointerEvent): void => {
      if (!start) return;
      const isDrawing = view.getState().selectionBox !== null;
      const distance = Math.hypot(event.clientX - start.x, event.clientY - start.y);
      if (!isDrawing && distance < startPx) return;
      const box = boxBetween(
        flow.toCanvas(start),
        flow.toCanvas({ x: event.clientX, y: event.clientY }),
      );
      view.set({ selectionBox: box });
      editor.select({ nodes: [...kept, ...touchedBy(editor.getState().document.graph, box)] });
    };
    const onUp = (): void => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', onUp);
      start = null;
      if (view.getState().selectionBox === null) return;
      view.set({ selectionBox: null });
      // The click that follows would clear what was just selected.
      const swallow = (event: Event): void => event.stopPropagation();
      canvas.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => canvas.removeEventListener('click', swallow, { capture: true }), 50);
    };
    canvas.addEventListener('pointerdown', onDown, { capture: true });
    return () => {
      canvas.removeEventListener('pointerdown', onDown, { capture: true });
      onUp();
    };
  }, [element, editor, view, flow]);
}

function boxBetween(from: Point, to: Point): Box {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
}
