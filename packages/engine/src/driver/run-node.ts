import type { Values } from '@outpost/contracts';
import { planOfOneNode } from '../plan/build-plan.ts';
import { graphInvalid } from '../plan/compile-plan.ts';
import { graphProblem } from '../plan/problem.ts';
import { createState } from '../state/create-state.ts';
import type { RunLimits } from '../state/run-state.ts';
import { RunDriver, type ActiveRun, type DriverOptions } from './run-driver.ts';

export interface RunNodeOptions extends DriverOptions {
  readonly nodeId: string;
  /** Values by scope: node ids, `sys`, `env`, `conversation`. */
  readonly variables: Readonly<Record<string, Values>>;
  readonly limits?: Partial<RunLimits>;
}

/**
 * Runs one node alone, a container with what is inside it, as a run of its own: the run's outputs
 * are the node's. Throws `graph_invalid` when the plan has no such node.
 */
export function runNode(options: RunNodeOptions): ActiveRun {
  const { facts, nodeId, variables, limits } = options;
  const node = options.plan.nodes.get(nodeId);
  if (!node) throw graphInvalid(graphProblem('rootUnknown', { nodeId, words: { node: nodeId } }));
  const plan = planOfOneNode(options.plan, node);
  const state = createState({
    plan,
    runId: facts.runId,
    depth: facts.depth,
    limits,
    startNodeId: nodeId,
    variables: new Map(Object.entries(variables)),
  });
  const run = new RunDriver({ ...options, plan }, state);
  run.give({
    type: 'start',
    inputs: variables[nodeId] ?? {},
    system: variables['sys'] ?? {},
    conversation: variables['conversation'] ?? {},
  });
  return run;
}
