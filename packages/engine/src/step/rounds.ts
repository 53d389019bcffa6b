/**
 * Runs containers. The behaviour of the kind decides which rounds start and when the container is
 * done; here rounds become frames. A round in which a node fails is over at once: what still runs in
 * it is stopped. Once the behaviour has said the end, no round starts any more, those that run are
 * awaited, and then the container's step ends like any other, failure policy included.
 */
import {
  stepErrorFrom,
  type ContainerDecision,
  type RoundEnd,
  type StepError,
} from '@outpost/contracts';
import { Fifo } from '../state/fifo.ts';
import { variablesOf } from '../state/frame-variables.ts';
import type { ContainerState, Frame, Step } from '../state/run-state.ts';
import type { PlanNode } from '../plan/plan.ts';
import { createFrame, enterFrame } from './frames.ts';
import { endStep } from './end-step.ts';
import { finishStep, failStep } from './finish-step.ts';
import { flush } from './response-text.ts';
import { emit, type Turn } from './turn.ts';

/** The state of a container that is about to start; null for other nodes. */
export function beginContainer(node: PlanNode, frame: Frame): ContainerState | null {
  const behaviour = node.kind.container;
  if (!behaviour) return null;
  const decision = decide(() =>
    behaviour.begin({ nodeId: node.id, variables: variablesOf(frame) }, node.config),
  );
  const container: ContainerState = {
    memory: null,
    inputs: decision.inputs ?? null,
    rounds: decision.rounds ?? null,
    startedRounds: 0,
    toStart: new Fifo(),
    frames: new Map(),
    end: null,
    usage: null,
    carried: {},
  };
  accept(container, decision);
  return container;
}

/** Starts the rounds that a container has decided on, or ends it when it is done. */
export function driveContainer(turn: Turn, step: Step): void {
  const { container } = step;
  if (!container || step.closed) return;
  for (let next = container.toStart.shift(); next; next = container.toStart.shift()) {
    const variables = { ...container.carried, ...next.variables };
    emit(turn, { type: 'round-start', ...step.ref, round: next.round, variables });
    enterRound(turn, step, { round: next.round, variables });
  }
  if (container.frames.size > 0) return;
  const { inputs, end } = container;
  if (!end) return failStep(turn, step, roundlessError, { inputs });
  const { outputs, writes = [], metadata = {} } = end;
  const facts = { inputs, outputs, writes, metadata };
  if (end.status === 'succeeded') finishStep(turn, step, facts);
  else failStep(turn, step, end.error ?? namelessError, facts);
}

/** Makes a round's frame; what it shows at once follows. */
export function enterRound(
  turn: Turn,
  owner: Step,
  { round, variables }: { readonly round: number; readonly variables: ContainerState['carried'] },
): void {
  const { container, node } = owner;
  if (!container || !node.inner) return;
  container.startedRounds++;
  if (node.kind.container?.sharesWrites) container.carried = variables;
  const { scope: plan, entry } = node.inner;
  const own = new Map([[node.id, variables]]);
  const frame = createFrame({ plan, entry, owner, round, at: turn.at, variables: own });
  container.frames.set(round, frame);
  enterFrame(turn, frame);
}

/** Ends a round in which nothing is left to do, or in which a node failed. */
export function endRound(turn: Turn, frame: Frame, owner: Step): void {
  stopSteps(turn, frame);
  const end: Pick<RoundEnd, 'status' | 'error' | 'elapsedMs'> = {
    status: frame.failure ? 'failed' : 'succeeded',
    error: frame.failure,
    elapsedMs: Math.max(0, turn.at - frame.startedAt),
  };
  emit(turn, { type: 'round-end', ...owner.ref, round: frame.round, ...end });
  applyRoundEnd(turn, frame, end);
}

/** The consequences of a round's end; the same when it happens and when it is read from a log. */
export function applyRoundEnd(
  turn: Turn,
  frame: Frame,
  { status, error, elapsedMs }: Pick<RoundEnd, 'status' | 'error' | 'elapsedMs'>,
): void {
  frame.closed = true;
  flush(turn);
  const step = frame.owner;
  const behaviour = step?.node.kind.container;
  if (!step?.container || !behaviour) return;
  step.container.frames.delete(frame.round);
  if (!step.container.end) {
    const outcome = { round: frame.round, status, error, elapsedMs, ended: frame.ended };
    const context = { nodeId: step.node.id, variables: variablesOf(step.frame) };
    const { memory } = step.container;
    const decision = decide(() =>
      behaviour.roundEnd(context, step.node.config, memory, {
        ...outcome,
        variables: variablesOf(frame),
      }),
    );
    accept(step.container, decision);
  }
  turn.state.due.push(step);
}

/** Stops whatever is open in a frame, the innermost first. */
export function stopSteps(turn: Turn, frame: Frame): void {
  for (const step of frame.steps.values()) {
    for (const inner of step.container?.frames.values() ?? []) {
      stopSteps(turn, inner);
      inner.closed = true;
    }
    if (!step.container) turn.effects.push({ type: 'abort-step', step });
    endStep(turn, step, {
      status: 'stopped',
      inputs: step.container?.inputs ?? null,
      processData: null,
      outputs: null,
      error: null,
      handle: null,
      writes: [],
      metadata: {},
    });
  }
}

function accept(container: ContainerState, decision: ContainerDecision): void {
  container.memory = decision.state;
  if (decision.end) container.end = decision.end;
  else for (const round of decision.start) container.toStart.push(round);
}

/** A behaviour that throws has failed its container. */
function decide(ask: () => ContainerDecision): ContainerDecision {
  try {
    return ask();
  } catch (thrown) {
    const error = stepErrorFrom(thrown);
    return { state: null, start: [], end: { status: 'failed', outputs: {}, error } };
  }
}

const roundlessError: StepError = {
  message: 'The container started no round and did not end.',
  type: 'ContainerError',
};
const namelessError: StepError = { message: 'The container failed.', type: 'ContainerError' };
