import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { wheelMove } from '../model/wheel.ts';
import { zoomMax, zoomMin } from './flow-api.ts';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';
import { useViewStore } from './view-store.ts';

/** Wheel and trackpad: pan or zoom, as `wheelMove` decides. */
export function useWheel(element: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const view = useViewStore();
  useEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    const onWheel = (event: WheelEvent): void => {
      const target = event.target as Element;
      if (!target.closest('.react-flow') || target.closest('.nowheel')) return;
      event.preventDefault();
      event.stopPropagation();
      const { x, y, zoom } = flow.getViewport();
      const move = wheelMove(event, view.getState().wheel);
      if (move.type === 'pan') {
        void flow.setViewport({ x: x - move.dx, y: y - move.dy, zoom });
        return;
      }
      const next = Math.min(zoomMax, Math.max(zoomMin, zoom * move.factor));
      const { left, top } = canvas.getBoundingClientRect();
      const pointer = { x: event.clientX - left, y: event.clientY - top };
      void flow.setViewport({
        x: pointer.x - ((pointer.x - x) / zoom) * next,
        y: pointer.y - ((pointer.y - y) / zoom) * next,
        zoom: next,
      });
    };
    // Not passive, or the page itself would zoom.
    canvas.addEventListener('wheel', onWheel, { passive: false, capture: true });
    return () => canvas.removeEventListener('wheel', onWheel, { capture: true });
  }, [element, flow, view]);
}
