/**
 * The parts of a node's and an edge's envelope that follow from the graph itself. They are not kept
 * in a document: reading drops what can be derived, writing derives it again, and a file that says
 * something else keeps its own words in `extra`.
 */
import type { GraphEdge, GraphNode } from '@outpost/contracts';
import type { Tree } from './reading/shape.ts';

/** Container kinds, and the kind of the child that each round enters. */
export const startKindOf: Readonly<Record<string, string>> = {
  iteration: 'iteration-start',
  loop: 'loop-start',
};

const canvasTypes: Readonly<Record<string, string>> = {
  '': 'custom-note',
  'iteration-start': 'custom-iteration-start',
  'loop-start': 'custom-loop-start',
};

/** The `type` of a node's envelope: how the canvas draws it. */
export function canvasTypeOf(kind: string): string {
  return (Object.hasOwn(canvasTypes, kind) ? canvasTypes[kind] : undefined) ?? 'custom';
}

/** Where a node stands on the canvas when its container is counted in. */
export function absolutePositionOf(
  node: GraphNode,
  nodes: ReadonlyMap<string, GraphNode>,
): { readonly x: number; readonly y: number } {
  const parent = node.parentId === undefined ? undefined : nodes.get(node.parentId);
  return {
    x: node.position.x + (parent?.position.x ?? 0),
    y: node.position.y + (parent?.position.y ?? 0),
  };
}

export const plainEdge = { type: 'custom', targetHandle: 'target' } as const;

/** The `data` of an edge: which kinds it joins, and whether it lies in a container. */
export function edgeDataOf(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): Tree {
  const source = nodes.get(edge.source);
  const parent = source?.parentId === undefined ? undefined : nodes.get(source.parentId);
  return {
    sourceType: source?.kind ?? '',
    targetType: nodes.get(edge.target)?.kind ?? '',
    isInIteration: parent?.kind === 'iteration',
    isInLoop: parent?.kind === 'loop',
    ...(parent?.kind === 'iteration' ? { iteration_id: parent.id } : {}),
    ...(parent?.kind === 'loop' ? { loop_id: parent.id } : {}),
  };
}
