import { noUsage, type GivenSteps, type Values } from '@outpost/contracts';
import { createFrame } from '../step/frames.ts';
import { graphInvalid } from '../plan/compile-plan.ts';
import { graphProblem } from '../plan/problem.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { limitError } from '../step/limit-error.ts';
import { Fifo } from './fifo.ts';
import { defaultLimits, type RunLimits, type RunState } from './run-state.ts';
import { createStepIds } from './step-id.ts';

export interface StateSource {
  readonly plan: Plan;
  readonly runId: string;
  /** Depth of app-calls-app. */
  readonly depth: number;
  readonly limits: Partial<RunLimits> | undefined;
  readonly startNodeId: string | null;
  /** Variables by scope name. */
  readonly variables: ReadonlyMap<string, Values>;
  readonly given?: GivenSteps | undefined;
}

/** The state of a run that has not begun. Throws `graph_invalid` when it cannot start where it is told to. */
export function createState({
  plan,
  runId,
  depth,
  limits: given,
  startNodeId,
  variables,
  given: givenSteps,
}: StateSource): RunState {
  const start = startNode(plan, startNodeId);
  const limits = { ...defaultLimits, ...given };
  return {
    limits,
    given: givenSteps ?? null,
    stepIds: createStepIds(runId),
    root: createFrame({
      plan: plan.root,
      entry: plan.root.entry(start),
      at: 0,
      variables: new Map([...plan.emptied, ...variables]),
    }),
    ready: new Fifo(),
    idle: new Fifo(),
    due: new Fifo(),
    steps: new Map(),
    text: { settled: '', active: null, queue: [] },
    seq: 0,
    index: 0,
    finished: 0,
    exceptions: 0,
    running: 0,
    usage: noUsage,
    outputs: {},
    startedAt: 0,
    countedMs: 0,
    countedFrom: 0,
    ending:
      depth > limits.depthMax
        ? { status: 'failed', error: limitError('depthMax', limits.depthMax) }
        : null,
    phase: 'running',
  };
}

/** The node that a run starts with: the one asked for, else the first that may. */
function startNode(plan: Plan, startNodeId: string | null): PlanNode {
  const id = startNodeId ?? plan.roots[0] ?? '';
  const node = plan.root.nodes.find((candidate) => candidate.id === id);
  if (node && plan.roots.includes(id)) return node;
  throw graphInvalid(graphProblem('rootUnknown', { nodeId: id, words: { node: id } }));
}
