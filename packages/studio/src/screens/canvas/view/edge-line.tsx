import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { FlowEdge } from './flow-nodes.ts';
import styles from './edge-line.module.css';
import { useViewStore } from './view-store.ts';

/** A line from one node to the next, with a `+` in its middle while the pointer is on it. */
export const EdgeLine = memo(function EdgeLine({
  id,
  data,
  selected = false,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
}: EdgeProps<FlowEdge>) {
  const [path, middleX, middleY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.3,
  });
  const className = classNames(
    styles['line'],
    selected && styles['selected'],
    data?.isHot && styles['hot'],
    data?.isOff && styles['off'],
    data?.failure && styles['failure'],
    data?.isDropTarget && styles['drop'],
    data?.run && styles[data.run],
    data?.mark && styles[`mark-${data.mark}`],
  );
  return (
    <>
      <BaseEdge id={id} path={path} className={className} interactionWidth={18} />
      {data?.isEditable === true && (data.isHot || selected) && (
        <EdgeLabelRenderer>
          <InsertButton edgeId={id} x={middleX} y={middleY} />
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function InsertButton({
  edgeId,
  x,
  y,
}: {
  readonly edgeId: string;
  readonly x: number;
  readonly y: number;
}) {
  const text = useText();
  const view = useViewStore();
  return (
    <button
      type="button"
      className={`${styles['insert']} nodrag nopan`}
      style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
      aria-label={text('canvas.insertHere')}
      title={text('canvas.insertHere')}
      onPointerEnter={() => view.set({ hotEdgeId: edgeId })}
      onPointerLeave={() => view.set({ hotEdgeId: null })}
      onClick={(event) => {
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        view.set({
          quickAdd: {
            screen: { x: left, y: bottom + 4 },
            at: { x: x - 122, y: y - 23 },
            parentId: null,
            into: edgeId,
          },
        });
      }}
    >
      <Icon name="add" size={12} />
    </button>
  );
}
