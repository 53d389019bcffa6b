import {
  isSameValue,
  typeOfValue,
  type FailurePolicy,
  type Graph,
  type GraphNode,
} from '@outpost/contracts';
import { absolutePositionOf, canvasTypeOf, edgeDataOf, plainEdge } from '../envelope.ts';
import { failureFromData } from '../reading/read-failure.ts';
import { treeOf, withoutKeys, type Tree } from '../reading/shape.ts';
import { blankNodeData } from './blank-secrets.ts';

/** The nodes and edges as an app file holds them. */
export function graphForFile(
  graph: Graph,
  { includeSecrets }: { readonly includeSecrets: boolean },
): Tree {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return {
    nodes: graph.nodes.map((node) => ({
      positionAbsolute: absolutePositionOf(node, nodes),
      type: canvasTypeOf(node.kind),
      ...withoutKeys(node.extra, ['data', 'position']),
      id: node.id,
      ...(node.parentId === undefined ? {} : { parentId: node.parentId }),
      position: { ...treeOf(node.extra['position']), ...node.position },
      data: blankNodeData(dataForFile(node), node.kind, includeSecrets),
    })),
    edges: graph.edges.map((edge) => ({
      ...plainEdge,
      ...withoutKeys(edge.extra, ['data']),
      id: edge.id,
      source: edge.source,
      sourceHandle: edge.handle,
      target: edge.target,
      data: { ...edgeDataOf(edge, nodes), ...treeOf(edge.extra['data']) },
    })),
  };
}

function dataForFile(node: GraphNode): Tree {
  return {
    ...node.config,
    ...failureForFile(node.failure, treeOf(node.extra['data'])),
    type: node.kind,
    title: node.title,
  };
}

/** The file's own words while they still say the same, else new ones. */
function failureForFile(failure: FailurePolicy, own: Tree): Tree {
  if (isSameValue(failureFromData(own), failure)) return own;
  return {
    ...(failure.strategy === 'abort' ? {} : { error_strategy: failure.strategy }),
    ...(failure.strategy === 'default-value'
      ? {
          default_value: Object.entries(failure.defaults).map(([key, value]) => {
            const type = typeOfValue(value);
            const isPlain = type === 'string' || type === 'number';
            return {
              key,
              type: type === 'array[any]' ? 'array[object]' : type,
              value: isPlain ? value : JSON.stringify(value),
            };
          }),
        }
      : {}),
    ...(failure.retry === null
      ? {}
      : {
          retry_config: {
            retry_enabled: true,
            max_retries: failure.retry.retriesMax,
            retry_interval: failure.retry.intervalMs,
          },
        }),
  };
}
