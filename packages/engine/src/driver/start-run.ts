import type { GivenSteps, Values } from '@outpost/contracts';
import { createState } from '../state/create-state.ts';
import type { RunLimits } from '../state/run-state.ts';
import { RunDriver, type ActiveRun, type DriverOptions } from './run-driver.ts';

export interface StartRunOptions extends DriverOptions {
  /** Read by the start node's kind (`readInputs`); the start node finds them as its own variables. */
  readonly inputs: Values;
  /** `sys.*` by bare name. */
  readonly system: Values;
  /** `env.*` by bare name; never part of an event. */
  readonly environment: Values;
  /** `conversation.*` by bare name. */
  readonly conversation: Values;
  /** A node of `plan.roots`; the first of them when absent. */
  readonly startNodeId?: string | null;
  readonly limits?: Partial<RunLimits>;
  /** Steps that are not run. */
  readonly given?: GivenSteps | undefined;
  /** What the plan was compiled without; told in the log, so that a resumed run finds it. */
  readonly leftOut?: readonly string[] | undefined;
}

/**
 * Starts a run and works it as far as it goes without waiting: `onEvents` is called before this
 * returns. Throws `graph_invalid` when `startNodeId` may not start a run; whatever goes wrong later
 * is an event.
 */
export function startRun(options: StartRunOptions): ActiveRun {
  const { plan, facts, inputs, system, environment, conversation, limits, given, leftOut } =
    options;
  const startNodeId = options.startNodeId ?? plan.roots[0] ?? '';
  const variables = new Map([
    ['sys', system],
    ['env', environment],
    ['conversation', conversation],
    [startNodeId, inputs],
  ]);
  const { runId, depth } = facts;
  const state = createState({ plan, runId, depth, limits, startNodeId, variables, given });
  const run = new RunDriver(options, state);
  run.give({
    type: 'start',
    inputs,
    system,
    conversation,
    ...(given ? { given } : {}),
    ...(leftOut ? { leftOut } : {}),
  });
  return run;
}
