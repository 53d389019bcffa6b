import type { GivenStep, NodeEnd, Usage, Values } from '@outpost/contracts';
import { writeVariable } from '../state/frame-variables.ts';
import { addUsage } from '../state/add-usage.ts';
import { finished, type Frame, type Step } from '../state/run-state.ts';
import { followEdges } from './follow-edges.ts';
import { dropSessions, flush } from './response-text.ts';
import { limitError } from './limit-error.ts';
import { elapsedMs, emit, endEarly, type Turn } from './turn.ts';

/** How a step ended: the part of `node-end` that the state follows from. */
export type StepEnd = Pick<
  NodeEnd,
  'status' | 'outputs' | 'error' | 'handle' | 'writes' | 'metadata'
>;

/** Ends a step: works its consequences into the state and tells of it, the text it sets free first. */
export function endStep(
  turn: Turn,
  step: Step,
  end: StepEnd & Pick<NodeEnd, 'inputs' | 'processData'>,
): void {
  endReasoning(turn, step);
  const metadata = withUsage(step, end.metadata);
  applyEnd(turn, step, metadata === end.metadata ? end : { ...end, metadata });
  emit(turn, {
    type: 'node-end',
    ...step.ref,
    status: end.status,
    inputs: end.inputs,
    processData: end.processData,
    outputs: end.outputs,
    error: end.error,
    handle: end.handle,
    writes: end.writes,
    metadata,
    startedAt: step.startedAt,
    elapsedMs: Math.max(0, turn.at - step.startedAt),
    container: step.container && { rounds: step.container.startedRounds },
    ...(step.given ? originOf(step.given) : {}),
  });
}

/** What the events of a step that is not run say of it. */
export function originOf({ origin, source }: GivenStep): Pick<NodeEnd, 'origin' | 'source'> {
  return source ? { origin, source } : { origin };
}

/** The consequences of a step's end; the same when it happens and when it is read from a log. */
export function applyEnd(turn: Turn, step: Step, end: StepEnd): void {
  const { state } = turn;
  const { frame, node } = step;
  closeStep(turn, step);
  state.finished++;
  if (!step.container && end.metadata.usage) countUsage(turn, frame, end.metadata.usage);
  if (end.status === 'stopped') return;
  if (end.status === 'failed') failFrame(turn, frame, end);
  else {
    frame.progress[node.index] = finished;
    succeed(turn, step, end);
    flush(turn);
    if (frame.pending === 0) state.idle.push(frame);
  }
  checkLimits(turn);
}

export function endReasoning(turn: Turn, step: Step): void {
  if (!step.reasoning) return;
  step.reasoning = false;
  emit(turn, { type: 'reasoning-delta', text: '', nodeId: step.node.id, final: true });
}

/** Ends the run when it has taken too many steps or too long. */
export function checkLimits(turn: Turn): void {
  const { limits, finished: steps } = turn.state;
  if (steps > limits.stepsMax) endEarly(turn, 'failed', limitError('stepsMax', limits.stepsMax));
  if (elapsedMs(turn) > limits.timeoutMs)
    endEarly(turn, 'failed', limitError('timeoutMs', limits.timeoutMs));
}

function closeStep({ state }: Turn, step: Step): void {
  step.closed = true;
  state.steps.delete(step.ref.stepId);
  step.frame.steps.delete(step.node.index);
  step.frame.pending--;
  if (!step.container && !step.paused) state.running--;
}

function failFrame(turn: Turn, frame: Frame, { error }: StepEnd): void {
  if (!frame.owner) return endEarly(turn, 'failed', error);
  frame.failure ??= error;
  turn.state.idle.push(frame);
  dropSessions(turn, frame);
  flush(turn);
}

function succeed(turn: Turn, step: Step, end: StepEnd): void {
  const { state } = turn;
  const { frame, node } = step;
  if (end.status === 'exception') state.exceptions++;
  state.exceptions += step.given?.exceptions ?? 0;
  if (end.outputs) {
    frame.variables.set(node.id, end.outputs);
    if (node.contributes) state.outputs = mergeOutputs(state.outputs, end.outputs);
  }
  for (const write of end.writes) writeVariable(frame, write);
  if (node.kind.traits.endsContainer) frame.ended = true;
  followEdges(turn, frame, node, end.handle);
}

/** Several answers of a run are one text; of any other output the latest counts. */
function mergeOutputs(sum: Values, more: Values): Values {
  const before = sum['answer'];
  const after = more['answer'];
  const merged = { ...sum, ...more };
  return typeof before === 'string' && typeof after === 'string'
    ? { ...merged, answer: before + after }
    : merged;
}

function countUsage({ state }: Turn, frame: Frame, usage: Usage): void {
  state.usage = addUsage(state.usage, usage);
  for (let at: Frame | null = frame; at; at = at.parent) {
    const container = at.owner?.container;
    if (container) container.usage = container.usage ? addUsage(container.usage, usage) : usage;
  }
}

function withUsage(step: Step, metadata: NodeEnd['metadata']): NodeEnd['metadata'] {
  const usage = step.container?.usage;
  return usage ? { ...metadata, usage } : metadata;
}
