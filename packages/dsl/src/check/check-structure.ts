import type { Graph, GraphEdge } from '@outpost/contracts';
import type { LocalText } from '../import-note.ts';
import type { CheckedNode, Problem } from './check-document.ts';

/** What is wrong with how the nodes hang together: containers, edges, the beginning. */
export function checkStructure(
  graph: Graph,
  nodes: readonly CheckedNode[],
  root: string,
): readonly Problem[] {
  const byId = new Map(nodes.map((checked) => [checked.node.id, checked]));
  return [
    ...(hasRoot(nodes)
      ? []
      : [
          error(null, `${root}.nodes`, {
            en: 'The app has no start node.',
            zh: '应用没有开始节点。',
          }),
        ]),
    ...nodes.flatMap((checked) => checkParent(checked, byId)),
    ...graph.edges.flatMap((edge, index) => checkEdge(edge, `${root}.edges[${index}]`, byId)),
    ...checkReached(graph, nodes),
  ];
}

/** A kind that nobody here knows might be a root: its own problem is reported already. */
function hasRoot(nodes: readonly CheckedNode[]): boolean {
  return nodes.some(
    ({ node, kind }) => node.parentId === undefined && (kind === null || kind.traits.root === true),
  );
}

function checkParent(
  { node, path }: CheckedNode,
  nodes: ReadonlyMap<string, CheckedNode>,
): readonly Problem[] {
  if (node.parentId === undefined) return [];
  const parent = nodes.get(node.parentId);
  const isContainer =
    parent !== undefined && (parent.kind === null || parent.kind.container !== undefined);
  if (isContainer && !liesInItself(node.id, nodes)) return [];
  return [
    error(node.id, `${path}.parentId`, {
      en: `The node lies in ${node.parentId}, which is no container around it.`,
      zh: `节点位于 ${node.parentId} 中，但后者不是它的容器。`,
    }),
  ];
}

function liesInItself(id: string, nodes: ReadonlyMap<string, CheckedNode>): boolean {
  const passed = new Set([id]);
  for (
    let parent = nodes.get(id)?.node.parentId;
    parent !== undefined;
    parent = nodes.get(parent)?.node.parentId
  ) {
    if (passed.has(parent) || passed.size > nestingMax) return true;
    passed.add(parent);
  }
  return false;
}

/** Containers in containers beyond this are no design but a mistake. */
const nestingMax = 100;

function checkEdge(
  edge: GraphEdge,
  path: string,
  nodes: ReadonlyMap<string, CheckedNode>,
): readonly Problem[] {
  const source = nodes.get(edge.source);
  const target = nodes.get(edge.target);
  if (source === undefined || target === undefined)
    return [
      error(edge.source, path, {
        en: `The edge ${edge.id} leads from or to something that is no node.`,
        zh: `连线 ${edge.id} 的一端不是节点。`,
      }),
    ];
  if (source.node.parentId !== target.node.parentId)
    return [
      error(edge.source, path, {
        en: `The edge ${edge.id} crosses the border of a container.`,
        zh: `连线 ${edge.id} 跨越了容器边界。`,
      }),
    ];
  const handles = handlesOf(source);
  if (handles === null || handles.includes(edge.handle)) return [];
  return [
    {
      severity: 'warning',
      nodeId: edge.source,
      path: `${path}.sourceHandle`,
      message: {
        en: `The node has no way out called ${edge.handle}; the edge ${edge.id} is never taken.`,
        zh: `节点没有名为 ${edge.handle} 的出口，连线 ${edge.id} 永远不会执行。`,
      },
    },
  ];
}

function handlesOf({ node, kind, config }: CheckedNode): readonly string[] | null {
  if (kind === null || config === undefined) return null;
  const own = kind.handles?.(config) ?? ['source'];
  return node.failure.strategy === 'fail-branch' ? [...own, 'source', 'fail-branch'] : own;
}

/** Nodes that nothing leads to never run; that is allowed, but rarely meant. */
function checkReached(graph: Graph, nodes: readonly CheckedNode[]): readonly Problem[] {
  const targets = new Set(graph.edges.map((edge) => edge.target));
  return nodes
    .filter(({ node, kind }) => kind !== null && kind.traits.root !== true && !targets.has(node.id))
    .map(({ node, path }) => ({
      severity: 'warning',
      nodeId: node.id,
      path,
      message: {
        en: `Nothing leads to the node “${node.title || node.id}”; it never runs.`,
        zh: `没有连线通向节点“${node.title || node.id}”，它不会执行。`,
      },
    }));
}

function error(nodeId: string | null, path: string, message: LocalText): Problem {
  return { severity: 'error', nodeId, path, message };
}
