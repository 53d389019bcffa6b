import { getBezierPath, type ConnectionLineComponentProps } from '@xyflow/react';
import styles from './edge-line.module.css';
import type { FlowNode } from './flow-nodes.ts';

/** The edge while it is being drawn. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
}: ConnectionLineComponentProps<FlowNode>) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
    curvature: 0.3,
  });
  return <path d={path} className={styles['drawn']} fill="none" />;
}
