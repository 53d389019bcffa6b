/**
 * Reads a run's state back from its log. Events that change what happens next (`run-start`, the
 * starts and ends of steps and rounds, retries, pauses) are worked in by the same functions that
 * worked when they were made; the others only tell what readers were shown. Steps that started and
 * have no end stay open, and `transition` runs them again on `resume`.
 */
import { AppError, type RunEvent, type StepError } from '@outpost/contracts';
import type { Plan } from '../plan/plan.ts';
import type { RunState, Step } from '../state/run-state.ts';
import { openStep } from './advance.ts';
import { applyEnd, checkLimits } from './end-step.ts';
import { enterFrame, frameOfScope } from './frames.ts';
import { applyRoundEnd, enterRound } from './rounds.ts';
import type { FoldedText } from './transition.ts';
import { endEarly, type Turn } from './turn.ts';

export function fold(
  plan: Plan,
  state: RunState,
  { runId, events }: { readonly runId: string; readonly events: readonly RunEvent[] },
): FoldedText {
  const pieces: NonNullable<Turn['retold']> = [];
  let shown = '';
  let lastAt = 0;
  for (const event of events) {
    // The time between a crash and the recovery is not the run's.
    if (event.type === 'run-resume' && state.phase === 'running') countUntil(state, lastAt);
    lastAt = event.at;
    if (event.seq !== state.seq + 1)
      throw misfit(runId, `event ${state.seq + 1} is missing`, `缺少第 ${state.seq + 1} 个事件`);
    state.seq = event.seq;
    const turn: Turn = { plan, state, at: event.at, events: [], effects: [], retold: pieces };
    if (event.type === 'text-delta') shown += event.text;
    else if (event.type === 'text-replace') shown = event.text;
    else if (!retell(turn, event))
      throw misfit(
        runId,
        `event ${event.seq} (${event.type}) could not have happened`,
        `第 ${event.seq} 个事件（${event.type}）不可能发生`,
      );
  }
  if (state.phase === 'running') countUntil(state, lastAt);
  return { shown, pieces };
}

function misfit(runId: string, en: string, zh: string): AppError {
  return new AppError('run_log_invalid', { details: { runId, reason: { en, zh } } });
}

/** False when the event does not fit the state. */
function retell(turn: Turn, event: RunEvent): boolean {
  const { state, at } = turn;
  switch (event.type) {
    case 'run-start':
      state.startedAt = at;
      state.countedFrom = at;
      if (!state.ending) enterFrame(turn, state.root);
      return true;
    case 'run-resume':
      state.phase = 'running';
      state.countedFrom = at;
      return true;
    case 'run-pause':
      countUntil(state, at);
      state.phase = 'paused';
      return true;
    case 'run-end':
      state.phase = 'ended';
      return true;
    case 'node-start':
      return retellStart(turn, event);
    case 'round-start':
      return retellRoundStart(turn, event);
    case 'round-end':
      return retellRoundEnd(turn, event);
    case 'node-retry':
    case 'node-end':
      return retellStep(turn, event);
    default:
      return true;
  }
}

function retellStart(turn: Turn, event: RunEvent & { readonly type: 'node-start' }): boolean {
  const { state, at } = turn;
  const frame = frameOfScope(state, event.scope);
  const ready = state.ready.take((item) => item.frame === frame && item.node.id === event.nodeId);
  if (!ready) return false;
  const { stepId, nodeId, kind, title, index, predecessorId } = event;
  const ref = { stepId, nodeId, kind, title, index, predecessorId, scope: ready.frame.scope };
  openStep(turn, ready, { ref, at });
  state.index = Math.max(state.index, index);
  return true;
}

function retellRoundStart(turn: Turn, event: RunEvent & { readonly type: 'round-start' }): boolean {
  const step = turn.state.steps.get(event.stepId);
  const asked = step?.container?.toStart.take(({ round }) => round === event.round);
  if (!step || !asked) return false;
  enterRound(turn, step, event);
  return true;
}

function retellRoundEnd(turn: Turn, event: RunEvent & { readonly type: 'round-end' }): boolean {
  const frame = turn.state.steps.get(event.stepId)?.container?.frames.get(event.round);
  if (!frame) return false;
  turn.state.idle.take((item) => item === frame);
  applyRoundEnd(turn, frame, event);
  return true;
}

function retellStep(
  turn: Turn,
  event: RunEvent & { readonly type: 'node-retry' | 'node-end' },
): boolean {
  const step = turn.state.steps.get(event.stepId);
  if (!step) return false;
  if (event.type === 'node-retry') step.retries = event.retryIndex;
  else {
    if (event.status === 'stopped') noticeStop(turn, step);
    applyEnd(turn, step, event);
  }
  return true;
}

/** A stopped step outside a failing round means that the whole run was being ended. */
function noticeStop(turn: Turn, step: Step): void {
  for (let frame = step.frame; frame.parent; frame = frame.parent) if (frame.failure) return;
  checkLimits(turn);
  endEarly(turn, 'stopped', stopError);
}

const stopError: StepError = { message: 'The run was stopped.', type: 'RunStopped' };

function countUntil(state: RunState, at: number): void {
  state.countedMs += Math.max(0, at - state.countedFrom);
  state.countedFrom = at;
}
