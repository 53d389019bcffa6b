import {
  AppError,
  type AppMode,
  type Graph,
  type GraphProblem,
  type NodeKind,
} from '@outpost/contracts';
import { buildPlan } from './build-plan.ts';
import type { Plan } from './plan.ts';
import { checkShape } from './check-graph.ts';
import { passBy } from './pass-by.ts';
import { readGraph } from './read-nodes.ts';

export interface PlanSource {
  readonly graph: Graph;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly mode: AppMode;
  /** Nodes that are not there for this plan, nor are their edges. */
  readonly leftOut?: ReadonlySet<string>;
}

/** Makes a graph ready to run. Throws `graph_invalid` with the first problem, naming its node or edge. */
export function compilePlan({ graph, kinds, mode, leftOut }: PlanSource): Plan {
  const refuse = (problem: GraphProblem): never => {
    throw graphInvalid(problem);
  };
  const read = readGraph(graph, { kinds, mode, report: refuse });
  checkShape(read, refuse);
  return buildPlan(passBy(read, leftOut), mode);
}

export function graphInvalid(problem: GraphProblem): AppError {
  const { message, messageZh, nodeId, edgeId, path } = problem;
  const details = { reason: { en: message, zh: messageZh }, node: nodeId, edge: edgeId, path };
  return new AppError('graph_invalid', { details });
}
