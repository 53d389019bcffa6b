import { isSameValue, type Graph, type GraphEdge, type GraphNode } from '@outpost/contracts';
import { absolutePositionOf, canvasTypeOf, edgeDataOf, plainEdge } from '../envelope.ts';
import { isTree, type Tree } from './shape.ts';

/**
 * The graph without those parts of its envelopes that follow from the rest. Comes after all repairs,
 * because they change what follows.
 */
export function dropDerived(graph: Graph): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return {
    ...graph,
    nodes: graph.nodes.map((node) => withoutDerivedEnvelope(node, nodes)),
    edges: graph.edges.map((edge) => withoutDerivedData(edge, nodes)),
  };
}

function withoutDerivedEnvelope(node: GraphNode, nodes: ReadonlyMap<string, GraphNode>): GraphNode {
  const derived: Tree = {
    type: canvasTypeOf(node.kind),
    positionAbsolute: absolutePositionOf(node, nodes),
  };
  return { ...node, extra: withoutEqual(node.extra, derived) };
}

function withoutDerivedData(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): GraphEdge {
  const { data, ...rest } = withoutEqual(edge.extra, plainEdge);
  if (!isTree(data)) return { ...edge, extra: rest };
  const own = withoutEqual(data, edgeDataOf(edge, nodes));
  return { ...edge, extra: Object.keys(own).length === 0 ? rest : { ...rest, data: own } };
}

/** The map without the keys whose values are the derived ones. */
function withoutEqual(tree: Tree, derived: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([key, value]) => !Object.hasOwn(derived, key) || !isSameValue(value, derived[key]),
    ),
  );
}
