import { AppError, type RunEvent, type Values } from '@outpost/contracts';
import { createState } from '../state/create-state.ts';
import type { RunLimits } from '../state/run-state.ts';
import { fold } from '../step/fold.ts';
import { RunDriver, type ActiveRun, type DriverOptions } from './run-driver.ts';

export interface ResumeRunOptions extends DriverOptions {
  /** The log from its first event to wherever it ends; inputs and system variables are read from it. */
  readonly events: readonly RunEvent[];
  readonly environment: Values;
  readonly limits?: Partial<RunLimits>;
}

/**
 * Goes on with a run where its log breaks off. Finished steps are not repeated; steps that had
 * started run again under the same step id, without a second `node-start`. What readers were shown
 * of a step that runs again is taken back by `text-replace`. A log that has its `run-end` gives that.
 * Throws `run_log_invalid` when the events do not fit the plan.
 */
export function resumeRun(options: ResumeRunOptions): ActiveRun {
  const { plan, facts, events, environment, limits } = options;
  const { runId, depth } = facts;
  const [first] = events;
  if (first?.type !== 'run-start') throw withoutStart(runId);
  const { inputs, system, conversation, startNodeId, given } = first;
  const variables = new Map([
    ['sys', system],
    ['env', environment],
    ['conversation', conversation],
    [startNodeId ?? plan.roots[0] ?? '', inputs],
  ]);
  const state = createState({ plan, runId, depth, limits, startNodeId, variables, given });
  const folded = fold(plan, state, { runId, events });
  const last = events.at(-1);
  if (last?.type === 'run-end') return { runId, done: Promise.resolve(last), stop: () => {} };
  const run = new RunDriver(options, state);
  run.give({ type: 'resume', folded, reason: last?.type === 'run-pause' ? 'input' : 'recovery' });
  return run;
}

function withoutStart(runId: string): AppError {
  const reason = { en: 'the log does not begin with run-start', zh: '日志不是以 run-start 开头' };
  return new AppError('run_log_invalid', { details: { runId, reason } });
}
