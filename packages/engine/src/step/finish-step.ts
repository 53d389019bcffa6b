import type { GivenStep, NodeResult, StepError, Values } from '@outpost/contracts';
import type { Step } from '../state/run-state.ts';
import { endReasoning, endStep } from './end-step.ts';
import { retract } from './response-text.ts';
import { emit, type Turn } from './turn.ts';

/** What is known of an attempt, whether it succeeded or not. */
export type StepFacts = {
  readonly [Name in keyof NodeResult]?: NodeResult[Name] | null | undefined;
};

/** Ends a step whose node succeeded. */
export function finishStep(turn: Turn, step: Step, facts: StepFacts): void {
  const { node } = step;
  const handle = node.kind.traits.branch ? facts.handle : node.isBranch ? 'source' : null;
  if (handle === undefined) return failStep(turn, step, undecidedError, facts);
  endStep(turn, step, {
    status: 'succeeded',
    ...given(facts),
    outputs: facts.outputs ?? {},
    error: null,
    handle,
    writes: facts.writes ?? [],
  });
}

/** Ends a step whose node is not run. */
export function giveStep(turn: Turn, step: Step, given: GivenStep): void {
  const { node } = step;
  const { origin: _, source: _source, exceptions: _exceptions, ...end } = given;
  const first = node.kind.handles?.(node.config)[0] ?? 'source';
  endStep(turn, step, { ...end, handle: node.isBranch ? (given.handle ?? first) : null });
}

/** A node failed: it is retried, or its strategy makes it an exception, or the step fails (spec/dsl.md 2.4). */
export function failStep(turn: Turn, step: Step, error: StepError, facts: StepFacts = {}): void {
  const { node } = step;
  if (node.retry && step.retries < node.retry.retriesMax)
    return retryStep(turn, step, error, facts);
  if (node.strategy !== 'abort') return exceptStep(turn, step, error, facts);
  endStep(turn, step, {
    status: 'failed',
    ...given(facts),
    outputs: facts.outputs ?? null,
    error,
    handle: null,
    writes: [],
  });
}

/** The step's strategy makes its failure an exception that the run goes on from. */
function exceptStep(turn: Turn, step: Step, error: StepError, facts: StepFacts): void {
  const { strategy, defaults } = step.node;
  const told: Values = { error_message: error.message, error_type: error.type };
  const byBranch = strategy === 'fail-branch';
  endStep(turn, step, {
    status: 'exception',
    ...given(facts),
    outputs: byBranch ? told : { ...defaults, ...told },
    error,
    handle: byBranch ? 'fail-branch' : null,
    writes: [],
    metadata: { ...facts.metadata, error_strategy: strategy },
  });
}

function retryStep(turn: Turn, step: Step, error: StepError, facts: StepFacts): void {
  step.retries++;
  endReasoning(turn, step);
  retract(turn, step, 'retry');
  emit(turn, {
    type: 'node-retry',
    ...step.ref,
    retryIndex: step.retries,
    inputs: facts.inputs ?? null,
    processData: facts.processData ?? null,
    error,
    elapsedMs: Math.max(0, turn.at - step.startedAt),
  });
  turn.effects.push({ type: 'wait', step, delayMs: step.node.retry?.intervalMs ?? 0 });
}

function given(facts: StepFacts) {
  return {
    inputs: facts.inputs ?? null,
    processData: facts.processData ?? null,
    metadata: facts.metadata ?? {},
  };
}

const undecidedError: StepError = {
  message: 'The node did not say which way to go.',
  type: 'BranchError',
};
