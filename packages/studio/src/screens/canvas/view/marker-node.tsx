import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTexts } from '../../../text/text-context.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { kinds } from '../model/kinds.ts';
import { handleY } from '../model/node-facts.ts';
import type { FlowNode } from './flow-nodes.ts';
import styles from './marker-node.module.css';
import { lookOf } from './node-card.tsx';

/** Where the rounds of a container begin. */
export const MarkerNode = memo(function MarkerNode({ data, selected }: NodeProps<FlowNode>) {
  const { language } = useTexts();
  const { node } = data;
  return (
    <div
      id={`node-${node.id}`}
      className={classNames(styles['marker'], lookOf(data, selected))}
      data-group="logic"
    >
      <Icon name="home" size={18} label={kinds.get(node.kind)?.manifest.title[language] ?? ''} />
      <Handle type="source" position={Position.Right} id="source" style={{ top: handleY }} />
    </div>
  );
});
