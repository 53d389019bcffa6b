import {
  AppError,
  type AppMode,
  type Graph,
  type GraphEdge,
  type NodeKind,
} from '@outpost/contracts';
import { buildPlan } from './build-plan.ts';
import type { Plan } from './plan.ts';
import { graphProblem, type GraphProblem } from './problem.ts';
import { readGraph, type ReadGraph, type ReadNode } from './read-nodes.ts';

export interface PlanSource {
  readonly graph: Graph;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly mode: AppMode;
}

/** Makes a graph ready to run. Throws `graph_invalid` with the first problem, naming its node or edge. */
export function compilePlan({ graph, kinds, mode }: PlanSource): Plan {
  const refuse = (problem: GraphProblem): never => {
    throw graphInvalid(problem);
  };
  const read = readGraph(graph, { kinds, mode, report: refuse });
  checkShape(read, refuse);
  return buildPlan(read, mode);
}

/** Every problem of a graph that may be half drawn; empty when it can run. Never throws. */
export function checkGraph({ graph, kinds, mode }: PlanSource): readonly GraphProblem[] {
  const problems: GraphProblem[] = [];
  const report = (problem: GraphProblem): void => {
    problems.push(problem);
  };
  const read = readGraph(graph, { kinds, mode, report });
  checkShape(read, report);
  // Such a node runs all the same, so this is told to authors and never refuses a run.
  for (const { id, title, kind } of read.nodes.values())
    if (kind.manifest.modes && !kind.manifest.modes.includes(mode))
      report(
        graphProblem('kindNotForMode', {
          nodeId: id,
          words: { node: title, kind: kind.type, mode },
        }),
      );
  return problems;
}

export function graphInvalid(problem: GraphProblem): AppError {
  const { message, messageZh, nodeId, edgeId, path } = problem;
  const details = { reason: { en: message, zh: messageZh }, node: nodeId, edge: edgeId, path };
  return new AppError('graph_invalid', { details });
}

function checkShape(read: ReadGraph, report: (problem: GraphProblem) => void): void {
  const onCycle = nodeOnCycle(read);
  if (onCycle)
    report(graphProblem('cycle', { nodeId: onCycle.id, words: { node: onCycle.title } }));
  for (const node of read.nodes.values()) checkContainer(node, read, report);
  const nodes = [...read.nodes.values()];
  if (!nodes.some((node) => node.parentId === null && node.kind.traits.root))
    report(graphProblem('noRoot', {}));
}

function checkContainer(
  node: ReadNode,
  { nodes }: ReadGraph,
  report: (problem: GraphProblem) => void,
): void {
  if (!node.kind.container || node.config === undefined) return;
  const startId = node.kind.container.startNodeId(node.config);
  const words = { node: node.title, start: startId ?? '' };
  if (startId === null)
    return report(graphProblem('containerWithoutStart', { nodeId: node.id, words }));
  const start = nodes.get(startId);
  if (start?.parentId !== node.id || !start.kind.traits.root)
    report(graphProblem('containerStartWrong', { nodeId: node.id, words }));
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
