/**
 * Does everything that can be done before something from outside is needed. Ends come before
 * beginnings: idle frames are closed, containers driven, then ready nodes are started in the order
 * they became ready. All of it follows from the state, so a state that was folded from a log goes on
 * where the log broke off.
 */
import {
  AppError,
  givenPlace,
  stepErrorFrom,
  type GivenStep,
  type RunEnd,
} from '@outpost/contracts';
import type { Frame, ReadyNode, Step } from '../state/run-state.ts';
import { failStep, giveStep } from './finish-step.ts';
import { flush } from './response-text.ts';
import { originOf } from './end-step.ts';
import { beginContainer, driveContainer, endRound, stopSteps } from './rounds.ts';
import { elapsedMs, emit, type Turn } from './turn.ts';

export function advance(turn: Turn): void {
  const { state } = turn;
  while (state.phase === 'running') {
    if (state.ending) {
      stopSteps(turn, state.root);
      return endRun(turn, state.ending);
    }
    const idle = state.idle.shift();
    if (idle) {
      closeFrame(turn, idle);
      continue;
    }
    const due = state.due.shift();
    if (due) {
      driveContainer(turn, due);
      continue;
    }
    if (state.running >= state.limits.parallelStepsMax) return;
    const ready = state.ready.shift();
    if (!ready) return pauseIfWaiting(turn);
    if (!isClosed(ready.frame)) startNode(turn, ready);
  }
}

/** Opens a step in the state; the same when it happens and when it is read from a log. */
export function openStep(
  { state }: Turn,
  { node, frame }: ReadyNode,
  { ref, at }: { readonly ref: Step['ref']; readonly at: number },
): Step {
  const given = givenFor(state.given, { node, frame });
  const step: Step = {
    ref,
    node,
    frame,
    startedAt: at,
    given,
    retries: 0,
    pieces: null,
    reasoning: false,
    paused: null,
    closed: false,
    container: given ? null : beginContainer(node, frame),
  };
  state.steps.set(ref.stepId, step);
  frame.steps.set(node.index, step);
  if (step.container) state.due.push(step);
  else state.running++;
  return step;
}

function givenFor(
  given: Turn['state']['given'],
  { node, frame }: Pick<ReadyNode, 'node' | 'frame'>,
): GivenStep | null {
  return given && (given[givenPlace(frame.scope, node.id)] ?? given[node.id] ?? null);
}

/** Asks for a step's node to be run, unless how it ends is given or this installation cannot. */
export function runStep(turn: Turn, step: Step): void {
  if (step.given) return giveStep(turn, step, step.given);
  if (step.container) return;
  const { lack, title } = step.node;
  if (lack === null) return void turn.effects.push({ type: 'run-step', step });
  const error = new AppError('node_unavailable', { details: { node: title, need: lack } });
  failStep(turn, step, stepErrorFrom(error));
}

function startNode(turn: Turn, ready: ReadyNode): void {
  const { state, at } = turn;
  const { node, frame, predecessorId } = ready;
  const index = ++state.index;
  const ref = {
    stepId: state.stepIds(index),
    nodeId: node.id,
    kind: node.kind.type,
    title: node.title,
    index,
    predecessorId,
    scope: frame.scope,
  };
  const step = openStep(turn, ready, { ref, at });
  const { container, given } = step;
  emit(turn, {
    type: 'node-start',
    ...ref,
    container: container && { rounds: container.rounds },
    inputs: given?.inputs ?? container?.inputs ?? null,
    ...(given ? originOf(given) : {}),
  });
  runStep(turn, step);
}

function closeFrame(turn: Turn, frame: Frame): void {
  if (isClosed(frame)) return;
  if (frame.owner) return endRound(turn, frame, frame.owner);
  frame.closed = true;
  flush(turn);
  endRun(turn, {
    status: turn.state.exceptions > 0 ? 'partial-succeeded' : 'succeeded',
    error: null,
  });
}

function endRun(turn: Turn, { status, error }: Pick<RunEnd, 'status' | 'error'>): void {
  const { state } = turn;
  state.phase = 'ended';
  emit(turn, {
    type: 'run-end',
    status,
    outputs: state.outputs,
    error,
    exceptions: state.exceptions,
    steps: state.finished,
    totalTokens: state.usage.totalTokens,
    usage: state.usage,
    elapsedMs: elapsedMs(turn),
  });
}

/** When nothing runs any more and some steps wait for somebody, the run waits too. */
function pauseIfWaiting(turn: Turn): void {
  const { state } = turn;
  if (state.running > 0) return;
  const waiting = [...state.steps.values()].flatMap(({ node, paused }) =>
    paused ? [{ nodeId: node.id, reason: paused }] : [],
  );
  if (waiting.length === 0) return;
  state.phase = 'paused';
  emit(turn, {
    type: 'run-pause',
    nodeIds: waiting.map(({ nodeId }) => nodeId),
    reasons: waiting.map(({ reason }) => reason),
  });
}

function isClosed(frame: Frame): boolean {
  for (let at: Frame | null = frame; at; at = at.parent) if (at.closed) return true;
  return false;
}
