import { noFailurePolicy, type Graph, type GraphEdge, type GraphNode } from '@outpost/contracts';
import { startKindOf } from '../envelope.ts';
import type { Repair } from './repair-graph.ts';
import { createUniqueIds } from './unique-ids.ts';

type UniqueId = (wanted: string) => string;

/** Templates name a node by at most 50 characters. */
const idLengthMax = 50;

/**
 * Gives every container a start node among its children. A container whose `start_node_id` names an
 * ordinary child gets a start node before that child; one that names nothing, before the children
 * that nothing leads to.
 */
export function addContainerStarts(graph: Graph, repair: Repair): Graph {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const children = Map.groupBy(graph.nodes, (node) => node.parentId);
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [...graph.edges];
  const starts: GraphNode[] = [];
  const uniqueNodeId = createUniqueIds(byId.keys());
  const uniqueEdgeId = createUniqueIds(graph.edges.map((edge) => edge.id));
  const targets = new Set(graph.edges.map((edge) => edge.target));
  for (const [index, node] of graph.nodes.entries()) {
    const startKind = Object.hasOwn(startKindOf, node.kind) ? startKindOf[node.kind] : undefined;
    const named = namedChild(node, byId);
    if (startKind === undefined || (named?.kind === startKind && named.parentId === node.id)) {
      nodes.push(node);
      continue;
    }
    const inside = children.get(node.id) ?? [];
    const present = inside.find((child) => child.kind === startKind);
    const start = present ?? startNode(node, startKind, uniqueNodeId);
    nodes.push({ ...node, config: { ...node.config, start_node_id: start.id } });
    if (present === undefined) {
      starts.push(start);
      const entries = named?.parentId === node.id ? [named] : entriesOf(inside, targets);
      for (const entry of entries) edges.push(edgeBetween(start.id, entry.id, uniqueEdgeId));
    }
    repair.takeNote({
      path: `${repair.path}.nodes[${index}].data.start_node_id`,
      nodeId: node.id,
      message: {
        en: `The container had no start node; it now starts at ${start.id}.`,
        zh: `容器缺少起始节点，现从 ${start.id} 开始。`,
      },
    });
  }
  return { ...graph, nodes: [...nodes, ...starts], edges };
}

function namedChild(
  container: GraphNode,
  nodes: ReadonlyMap<string, GraphNode>,
): GraphNode | undefined {
  const id = container.config['start_node_id'];
  return typeof id === 'string' || typeof id === 'number' ? nodes.get(String(id)) : undefined;
}

function startNode(container: GraphNode, kind: string, uniqueId: UniqueId): GraphNode {
  const flag = kind === startKindOf['loop'] ? 'isInLoop' : 'isInIteration';
  return {
    id: uniqueId(`${container.id.slice(0, idLengthMax - 10)}start`),
    kind,
    title: '',
    parentId: container.id,
    config: { desc: '', [flag]: true },
    failure: noFailurePolicy,
    position: { x: 24, y: 68 },
    extra: { width: 44, height: 48, draggable: false, selectable: false, zIndex: 1002 },
  };
}

function entriesOf(
  inside: readonly GraphNode[],
  targets: ReadonlySet<string>,
): readonly GraphNode[] {
  const marked = inside.filter((child) => child.config['isIterationStart'] === true);
  if (marked.length > 0) return marked;
  return inside.filter((child) => child.kind !== '' && !targets.has(child.id));
}

function edgeBetween(source: string, target: string, uniqueId: UniqueId): GraphEdge {
  return {
    id: uniqueId(`${source}-source-${target}-target`),
    source,
    handle: 'source',
    target,
    extra: { zIndex: 1002 },
  };
}
