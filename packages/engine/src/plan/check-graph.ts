import {
  isDisabledNode,
  type CheckGraph,
  type GraphEdge,
  type GraphProblem,
} from '@outpost/contracts';
import { graphProblem } from './problem.ts';
import { readGraph, type ReadGraph, type ReadNode } from './read-nodes.ts';

type Report = (problem: GraphProblem) => void;

/** Every problem of a graph that may be half drawn: what `compilePlan` would refuse, and warnings. */
export const checkGraph: CheckGraph = ({ graph, kinds, mode }) => {
  const problems: GraphProblem[] = [];
  const report = (problem: GraphProblem): void => {
    problems.push(problem);
  };
  const read = readGraph(graph, { kinds, mode, report });
  checkShape(read, report);
  for (const node of graph.nodes)
    if (isDisabledNode(node) && read.nodes.get(node.id)?.kind.traits.root)
      report(graphProblem('rootDisabled', { nodeId: node.id, words: { node: node.title } }));
  for (const { id, title, kind, isDisabled } of read.nodes.values())
    if (!isDisabled && kind.manifest.modes && !kind.manifest.modes.includes(mode))
      report(
        graphProblem('kindNotForMode', {
          nodeId: id,
          words: { node: title, kind: kind.type, mode },
        }),
      );
  checkHandles(read, report);
  checkReached(read, graph.edges, report);
  return problems;
};

/** Reports cycles, containers without a start, and a graph without a root. */
export function checkShape(read: ReadGraph, report: Report): void {
  const onCycle = nodeOnCycle(read);
  if (onCycle)
    report(graphProblem('cycle', { nodeId: onCycle.id, words: { node: onCycle.title } }));
  for (const node of read.nodes.values()) checkContainer(node, read, report);
  const nodes = [...read.nodes.values()];
  if (!nodes.some((node) => node.parentId === null && node.kind.traits.root))
    report(graphProblem('noRoot', {}));
}

function checkContainer(node: ReadNode, { nodes }: ReadGraph, report: Report): void {
  if (!node.kind.container || node.config === undefined || node.isDisabled) return;
  const startId = node.kind.container.startNodeId(node.config);
  const words = { node: node.title, start: startId ?? '' };
  if (startId === null)
    return report(graphProblem('containerWithoutStart', { nodeId: node.id, words }));
  const start = nodes.get(startId);
  if (start?.parentId !== node.id || !start.kind.traits.root)
    report(graphProblem('containerStartWrong', { nodeId: node.id, words }));
}

function checkHandles({ nodes, edges }: ReadGraph, report: Report): void {
  for (const { id, source, handle } of edges) {
    const node = nodes.get(source);
    const handles = node && handlesOf(node);
    if (!node || node.isDisabled || !handles || handles.includes(handle)) continue;
    const words = { node: node.title, handle, edge: id };
    report(graphProblem('handleUnknown', { nodeId: source, edgeId: id, words }));
  }
}

/** Null when the settings that would say cannot be read. */
function handlesOf({ kind, config, failure }: ReadNode): readonly string[] | null {
  if (config === undefined) return null;
  const own = kind.handles?.(config) ?? ['source'];
  return failure.strategy === 'fail-branch'
    ? [...own, 'source', 'success-branch', 'fail-branch']
    : own;
}

/**
 * Nodes that nothing leads to never run; that is allowed, but rarely meant. An edge counts whatever
 * is wrong with it: one fault is one problem.
 */
function checkReached({ nodes }: ReadGraph, edges: readonly GraphEdge[], report: Report): void {
  const targets = new Set(edges.map((edge) => edge.target));
  for (const { id, title, kind, isDisabled } of nodes.values())
    if (!isDisabled && !kind.traits.root && !targets.has(id))
      report(graphProblem('neverReached', { nodeId: id, words: { node: title } }));
}

/**
 * A node on a cycle, if there is one. Kahn's algorithm takes away whatever has no predecessor left;
 * each node that stays has a predecessor that stays, so walking backwards must come round.
 */
function nodeOnCycle({ nodes, edges }: ReadGraph): ReadNode | null {
  const outgoing = Map.groupBy(edges, (edge: GraphEdge) => edge.source);
  const incoming = new Map<string, number>();
  for (const { target } of edges) incoming.set(target, (incoming.get(target) ?? 0) + 1);
  const free = [...nodes.keys()].filter((id) => !incoming.has(id));
  const left = new Set(nodes.keys());
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    left.delete(id);
    for (const { target } of outgoing.get(id) ?? []) {
      const count = (incoming.get(target) ?? 0) - 1;
      incoming.set(target, count);
      if (count === 0) free.push(target);
    }
  }
  const predecessors = new Map<string, string>();
  for (const { source, target } of edges) if (left.has(source)) predecessors.set(target, source);
  const [first] = left;
  const seen = new Set<string>();
  let id = first;
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    id = predecessors.get(id);
  }
  return id === undefined ? null : (nodes.get(id) ?? null);
}
