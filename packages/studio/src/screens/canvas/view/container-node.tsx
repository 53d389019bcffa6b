import { Handle, NodeResizeControl, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { kindIcon } from '../../../ui/kind-icons.ts';
import { boxAround } from '../model/boxes.ts';
import { resizeNode } from '../model/graph-commands.ts';
import { indexOf } from '../model/graph-index.ts';
import { groupOf } from '../model/kinds.ts';
import { factsOf, handleY, measures } from '../model/node-facts.ts';
import { useEditor, useEditorStore } from './editor-context.tsx';
import type { FlowNode } from './flow-nodes.ts';
import styles from './container-node.module.css';
import cardStyles from './node-card.module.css';
import { lookOf, WayOut } from './node-card.tsx';
import { NodeMarks } from './node-marks.tsx';
import { NodeTitle } from './node-title.tsx';

/** A node that holds others and runs them in rounds. */
export const ContainerNode = memo(function ContainerNode({ data, selected }: NodeProps<FlowNode>) {
  const { node } = data;
  const { hasInput, handles, summary } = factsOf(node);
  return (
    <div
      id={`node-${node.id}`}
      className={classNames(styles['container'], lookOf(data, selected))}
      data-group={groupOf(node.kind)}
    >
      {hasInput && (
        <Handle type="target" position={Position.Left} id="target" style={{ top: handleY }} />
      )}
      <div className={classNames(styles['head'], 'drag-handle')}>
        <span className={cardStyles['icon']}>
          <Icon name={kindIcon(node.kind)} size={16} />
        </span>
        <NodeTitle node={node} />
        {summary !== '' && <span className={styles['summary']}>{summary}</span>}
      </div>
      {handles.map((handle) => (
        <WayOut key={handle.id} handle={handle} />
      ))}
      <NodeMarks look={data} />
      <ResizeCorner nodeId={node.id} min={measures.containerMin} />
    </div>
  );
});

/** The lower right corner, by which a container or a note is made larger or smaller. */
export function ResizeCorner({
  nodeId,
  min,
}: {
  readonly nodeId: string;
  readonly min: { readonly width: number; readonly height: number };
}) {
  const editor = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  // A container does not become smaller than what is in it.
  const least = useEditor(({ document }) => {
    const inside = (indexOf(document.graph).children.get(nodeId) ?? []).map((child) => ({
      ...child.position,
      ...factsOf(child).size,
    }));
    const held = boxAround(inside);
    const { right, bottom } = measures.containerPadding;
    return JSON.stringify([
      Math.max(min.width, held ? held.x + held.width + right : 0),
      Math.max(min.height, held ? held.y + held.height + bottom : 0),
    ]);
  });
  if (isReadOnly) return null;
  const [minWidth, minHeight] = JSON.parse(least) as [number, number];
  return (
    <NodeResizeControl
      nodeId={nodeId}
      position="bottom-right"
      minWidth={minWidth}
      minHeight={minHeight}
      className={styles['corner'] ?? ''}
      onResize={(_, { x, y, width, height }) =>
        editor.dispatch(resizeNode(nodeId, { x, y, width, height }))
      }
    >
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path
          d="M9 3v6H3"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </svg>
    </NodeResizeControl>
  );
}
