import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef, type PointerEvent } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { boxAround, boxOf, type Box } from '../model/boxes.ts';
import { groupOf, isContainer } from '../model/kinds.ts';
import { useCanvasMarks } from './canvas-marks.tsx';
import { useEditor } from './editor-context.tsx';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';
import styles from './minimap.module.css';
import { useView } from './view-store.ts';

const width = 190;
const height = 124;

/** The whole graph in small. Clicking or dragging in it travels. Painted, not built of elements. */
export function Minimap() {
  const isShown = useView((state) => state.hasMinimap);
  return isShown ? <Map /> : null;
}

function Map() {
  const text = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<Box>({ x: 0, y: 0, width: 1, height: 1 });
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi();
  const { graph, marks } = useCanvasMarks();
  const run = useEditor((state) => state.run);
  const selection = useEditor((state) => state.selection.nodes);

  useEffect(() => {
    const boxes = graph.nodes.map((node) => ({ node, box: boxOf(graph, node) }));
    const all = boxAround(boxes.map(({ box }) => box)) ?? { x: 0, y: 0, width: 1, height: 1 };
    shown.current = fitted(all);
    const pen = canvas.current?.getContext('2d');
    if (!pen || !canvas.current) return;
    const { x, y, width: across } = shown.current;
    const dense = devicePixelRatio;
    const scale = (width * dense) / across;
    const colour = colours(canvas.current);
    pen.clearRect(0, 0, width * dense, height * dense);
    for (const { node, box } of boxes) {
      const status = run?.nodes.get(node.id)?.status;
      const mark = marks?.get(node.id);
      pen.globalAlpha = isContainer(node.kind)
        ? 0.25
        : selection.has(node.id) || status || mark
          ? 1
          : 0.55;
      pen.fillStyle = selection.has(node.id)
        ? colour('--accent')
        : status
          ? colour(statusColours[status])
          : mark
            ? colour(markColours[mark])
            : colour(`--group-${groupOf(node.kind)}`);
      pen.beginPath();
      pen.rect(
        (box.x - x) * scale,
        (box.y - y) * scale,
        Math.max(2, box.width * scale),
        Math.max(2, box.height * scale),
      );
      pen.fill();
    }
  }, [graph, run, marks, selection]);

  // The frame follows the view without a component being drawn again.
  useEffect(() => {
    let last: readonly number[] | null = null;
    const follow = (): void => {
      const { transform, width: seenX, height: seenY } = store.getState();
      if (transform === last || !frame.current) return;
      last = transform;
      const [left, top, zoom] = transform;
      const { x, y, width: across } = shown.current;
      const scale = width / across;
      const { style } = frame.current;
      style.transform = `translate(${(-left / zoom - x) * scale}px, ${(-top / zoom - y) * scale}px)`;
      style.width = `${(seenX / zoom) * scale}px`;
      style.height = `${(seenY / zoom) * scale}px`;
    };
    follow();
    return store.subscribe(follow);
  }, [store, graph]);

  const travel = (event: PointerEvent<HTMLElement>): void => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { x, y, width: across } = shown.current;
    const scale = across / width;
    void flow.setCenter(x + (event.clientX - left) * scale, y + (event.clientY - top) * scale, {
      zoom: flow.getZoom(),
    });
  };
  return (
    <div
      className={styles['minimap']}
      style={{ width, height }}
      role="img"
      aria-label={text('canvas.minimap')}
      onPointerDown={travel}
      onPointerMove={travel}
    >
      <canvas
        ref={canvas}
        width={width * devicePixelRatio}
        height={height * devicePixelRatio}
        style={{ width, height }}
      />
      <div ref={frame} className={styles['frame']} />
    </div>
  );
}

const statusColours = {
  waiting: '--ink-disabled',
  running: '--accent',
  retrying: '--accent',
  paused: '--warn',
  succeeded: '--good',
  failed: '--danger',
  exception: '--warn',
  stopped: '--warn',
} as const;

const markColours = {
  added: '--good',
  removed: '--danger',
  changed: '--lamp',
  moved: '--info',
} as const;

/** The box widened to the map's shape, with a margin. */
function fitted(box: Box): Box {
  const margin = 60;
  const wide = Math.max(box.width + 2 * margin, ((box.height + 2 * margin) * width) / height);
  const high = (wide * height) / width;
  return {
    x: box.x + box.width / 2 - wide / 2,
    y: box.y + box.height / 2 - high / 2,
    width: wide,
    height: high,
  };
}

function colours(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
}
