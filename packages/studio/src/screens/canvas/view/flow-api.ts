/** What the canvas lets others do with its view of the document. */
import type { ReactFlowInstance } from '@xyflow/react';
import { boxAround, boxOf, type Box } from '../model/boxes.ts';
import type { EditorStore } from '../model/editor-store.ts';
import type { Point } from '../model/graph-index.ts';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';

export interface FlowApi {
  /** A place in the window as one on the canvas. */
  toCanvas(screen: Point): Point;
  toScreen(point: Point): Point;
  zoom(): number;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  /** Shows all of these nodes; everything when there are none. */
  fit(ids: Iterable<string>): void;
  /** Brings a node into view, if it is not yet. */
  reveal(nodeId: string): void;
  /** Where the pointer was last on the canvas, in the window; null when it never was. */
  pointer(): Point | null;
  /** The middle of what is seen, in the window. */
  middle(): Point;
  setPointer(point: Point): void;
}

export const zoomMin = 0.1;
export const zoomMax = 4;

export function createFlowApi(
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  editor: EditorStore,
  element: () => HTMLElement | null,
): FlowApi {
  let pointer: Point | null = null;
  const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220);
  const frame = (): DOMRect => element()?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
  const show = (box: Box, zoomLimit: number): void => {
    const { width, height } = frame();
    const margin = 60;
    const zoom = Math.max(
      zoomMin,
      Math.min(zoomLimit, (width - 2 * margin) / box.width, (height - 2 * margin) / box.height),
    );
    void flow.setViewport(
      {
        x: width / 2 - (box.x + box.width / 2) * zoom,
        y: height / 2 - (box.y + box.height / 2) * zoom,
        zoom,
      },
      { duration: duration() },
    );
  };
  return {
    toCanvas: (screen) => flow.screenToFlowPosition({ ...screen }, { snapToGrid: false }),
    toScreen: (point) => flow.flowToScreenPosition({ ...point }),
    zoom: () => flow.getZoom(),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: duration() }),
    zoomBy(factor) {
      const zoom = Math.min(zoomMax, Math.max(zoomMin, flow.getZoom() * factor));
      void flow.zoomTo(zoom, { duration: duration() });
    },
    fit(ids) {
      const { graph } = editor.getState().document;
      const wanted = new Set(ids);
      const nodes = wanted.size > 0 ? graph.nodes.filter(({ id }) => wanted.has(id)) : graph.nodes;
      const box = boxAround(nodes.map((node) => boxOf(graph, node)));
      if (box) show(box, wanted.size > 0 ? 1.5 : 1);
    },
    reveal(nodeId) {
      const { graph } = editor.getState().document;
      const node = graph.nodes.find(({ id }) => id === nodeId);
      if (!node) return;
      const box = boxOf(graph, node);
      const { x, y, zoom } = flow.getViewport();
      const { width, height } = frame();
      const left = box.x * zoom + x;
      const top = box.y * zoom + y;
      const isSeen =
        left > 8 &&
        top > 8 &&
        left + box.width * zoom < width - 8 &&
        top + box.height * zoom < height - 8;
      if (isSeen) return;
      void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, {
        zoom: Math.max(zoom, 0.6),
        duration: duration(),
      });
    },
    pointer: () => pointer,
    middle() {
      const { left, top, width, height } = frame();
      return { x: left + width / 2, y: top + height / 2 };
    },
    setPointer(point) {
      pointer = point;
    },
  };
}
