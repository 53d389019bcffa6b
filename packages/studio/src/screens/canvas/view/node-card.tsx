import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { kindIcon } from '../../../ui/kind-icons.ts';
import { groupOf, kinds } from '../model/kinds.ts';
import { factsOf, handleY, type HandleFacts } from '../model/node-facts.ts';
import { pinOf } from '../model/pins.ts';
import type { FlowNode, NodeLook } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { NodeMarks } from './node-marks.tsx';
import { NodeTitle } from './node-title.tsx';

/** A step on the canvas: what it is, what it is called, one line about it, its ways out. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<FlowNode>) {
  const { node } = data;
  const { hasInput, handles, summary } = factsOf(node);
  const isUnknown = !kinds.has(node.kind);
  return (
    <div
      id={`node-${node.id}`}
      className={classNames(styles['card'], lookOf(data, selected))}
      data-group={groupOf(node.kind)}
    >
      {hasInput && <Handle type="target" position={Position.Left} id="target" style={inputPlace} />}
      <div className={styles['head']}>
        <span className={styles['icon']}>
          <Icon name={isUnknown ? 'help' : kindIcon(node.kind)} size={16} />
        </span>
        <NodeTitle node={node} />
        {pinOf(node) && <Icon name="pin" size={13} className={styles['pin']} />}
      </div>
      {summary !== '' && <div className={styles['summary']}>{summary}</div>}
      {handles.map((handle) => (
        <WayOut key={handle.id} handle={handle} />
      ))}
      <NodeMarks look={data} />
    </div>
  );
});

const inputPlace = { top: handleY };

/** The classes for the state that a node is in, shared by cards and containers. */
export function lookOf(look: NodeLook, selected: boolean): string {
  return classNames(
    selected && styles['selected'],
    look.isOff && styles['off'],
    look.isGhost && styles['ghost'],
    look.isHit && styles['hit'],
    look.isDropTarget && styles['drop'],
    look.light !== null && styles[`light-${look.light}`],
    look.mark !== null && styles[`mark-${look.mark}`],
    look.run !== null && styles[`run-${look.run.status}`],
  );
}

export function WayOut({ handle }: { readonly handle: HandleFacts }) {
  const text = useText();
  const label = handle.labelKey === null ? handle.label : text(handle.labelKey);
  const isFailure = handle.id === 'fail-branch';
  return (
    <>
      {label !== '' && (
        <div
          className={classNames(styles['way'], isFailure && styles['failure'])}
          style={{ top: handle.y - 14 }}
        >
          {handle.detail !== '' && <span className={styles['detail']}>{handle.detail}</span>}
          <span className={styles['label']}>{label}</span>
        </div>
      )}
      <Handle
        type="source"
        position={Position.Right}
        id={handle.id}
        style={{ top: handle.y }}
        className={classNames(styles['exit'], isFailure && styles['failure'])}
      />
    </>
  );
}
