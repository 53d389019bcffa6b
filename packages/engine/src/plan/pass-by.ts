import type { GraphEdge, Value, Values } from '@outpost/contracts';
import type { ReadGraph, ReadNode } from './read-nodes.ts';

/** A graph without the nodes that are not to be run. */
export interface PlannedGraph extends ReadGraph {
  readonly emptied: ReadonlyMap<string, Values>;
}

/**
 * Takes out the nodes that are switched off and ties what leads to each of them to what it leads to:
 * to its first way out, if it has several. What is inside a container goes with it. Their outputs,
 * as far as they are known, become null. Nodes of `leftOut` are cut off with their edges.
 */
export function passBy(read: ReadGraph, leftOut: ReadonlySet<string> = new Set()): PlannedGraph {
  const emptied = new Map<string, Values>();
  let edges: readonly GraphEdge[] = read.edges.filter(
    ({ source, target }) => !leftOut.has(source) && !leftOut.has(target),
  );
  const nodes = new Map<string, ReadNode>();
  for (const node of read.nodes.values()) {
    if (leftOut.has(node.id)) continue;
    if (!node.isDisabled) nodes.set(node.id, node);
    else {
      edges = joinAround(node, edges);
      emptied.set(node.id, emptyOutputs(node));
    }
  }
  return { nodes, edges, emptied };
}

function joinAround(node: ReadNode, edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const outgoing = edges.filter(({ source }) => source === node.id);
  const handle = firstHandle(node, outgoing);
  const onward = outgoing.filter((edge) => edge.handle === handle);
  // In the place of the edge that came in: the order of edges is the order in which nodes start.
  return edges.flatMap((edge) => {
    if (edge.source === node.id) return [];
    if (edge.target !== node.id) return [edge];
    return onward.map(({ id, target }) => ({ ...edge, id: `${edge.id}+${id}`, target }));
  });
}

function firstHandle({ kind, config }: ReadNode, outgoing: readonly GraphEdge[]): string {
  if (config !== undefined) return kind.handles?.(config)[0] ?? 'source';
  const isPlain = outgoing.some(({ handle }) => handle === 'source');
  return isPlain ? 'source' : (outgoing[0]?.handle ?? 'source');
}

function emptyOutputs({ kind, config }: ReadNode): Values {
  const names = config === undefined ? [] : Object.keys(kind.outputs(config));
  return Object.fromEntries(names.map((name): [string, Value] => [name, null]));
}
