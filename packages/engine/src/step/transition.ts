/**
 * The step: state and input in, state, events and effects out. It reads no clock, makes no ids and
 * does no I/O; the same plan and inputs give the same events. The state is owned linearly (see
 * run-state.ts): pass it on and forget it.
 */
import type {
  NodeLogEntry,
  NodeResult,
  RunEvent,
  RunStart,
  StepError,
  Values,
} from '@outpost/contracts';
import type { Plan } from '../plan/plan.ts';
import type { RunState, Step } from '../state/run-state.ts';
import { advance, runStep } from './advance.ts';
import { checkLimits, endReasoning } from './end-step.ts';
import { failStep, finishStep, type StepFacts } from './finish-step.ts';
import { enterFrame } from './frames.ts';
import { flushPiece, replaceText } from './response-text.ts';
import { emit, endEarly, type Effect, type Turn } from './turn.ts';

/** Something happened. `at` is epoch milliseconds and never goes back within a run. */
export type Input = { readonly at: number } & (
  | {
      readonly type: 'start';
      readonly inputs: Values;
      readonly system: Values;
      readonly conversation: Values;
      readonly given?: RunStart['given'];
      readonly leftOut?: RunStart['leftOut'];
    }
  /** Goes on with a state that was folded from a log; `text` is what readers were shown. */
  | { readonly type: 'resume'; readonly folded: FoldedText; readonly reason: 'recovery' | 'input' }
  | { readonly type: 'piece'; readonly step: Step; readonly name: string; readonly text: string }
  | { readonly type: 'reasoning'; readonly step: Step; readonly text: string }
  | { readonly type: 'log'; readonly step: Step; readonly entry: NodeLogEntry }
  | { readonly type: 'step-done'; readonly step: Step; readonly result: NodeResult }
  | {
      readonly type: 'step-failed';
      readonly step: Step;
      readonly error: StepError;
      readonly facts: StepFacts;
    }
  | { readonly type: 'step-paused'; readonly step: Step; readonly reason: Values }
  | { readonly type: 'retry-due'; readonly step: Step }
  /** The run's time may be up. */
  | { readonly type: 'time' }
  | { readonly type: 'stop'; readonly reason: string }
  /** The run may not go on. */
  | { readonly type: 'fail'; readonly error: StepError }
);

/** An input that has not been given its time. */
export type Untimed = Input extends infer Each
  ? Each extends Input
    ? Omit<Each, 'at'>
    : never
  : never;

/** Text according to a log: what readers were shown, and the pieces that finished steps account for. */
export interface FoldedText {
  readonly shown: string;
  readonly pieces: NonNullable<Turn['retold']>;
}

export interface Transition {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly effects: readonly Effect[];
}

export function transition(plan: Plan, state: RunState, input: Input): Transition {
  const turn: Turn = { plan, state, at: input.at, events: [], effects: [], retold: null };
  // What arrives after the end, or from a step that was stopped, is of no interest to anybody.
  const isLate = state.phase !== 'running' && input.type !== 'resume';
  if (isLate || ('step' in input && input.step.closed)) return turn;
  work(turn, input);
  return turn;
}

function work(turn: Turn, input: Input): void {
  const { state } = turn;
  switch (input.type) {
    case 'piece':
      return takePiece(turn, input.step, input.name, input.text);
    case 'reasoning':
      return takeReasoning(turn, input.step, input.text);
    case 'log':
      return emitLog(turn, input.step, input.entry);
    case 'retry-due':
      return runStep(turn, input.step);
    case 'start':
      start(turn, input);
      break;
    case 'resume':
      resume(turn, input.folded, input.reason);
      break;
    case 'step-done':
      finishStep(turn, input.step, input.result);
      break;
    case 'step-failed':
      failStep(turn, input.step, input.error, input.facts);
      break;
    case 'step-paused':
      input.step.paused = input.reason;
      state.running--;
      break;
    case 'time':
      checkLimits(turn);
      break;
    case 'stop':
      endEarly(turn, 'stopped', { message: input.reason, type: 'RunStopped' });
      break;
    case 'fail':
      endEarly(turn, 'failed', input.error);
      break;
    default:
      input satisfies never;
  }
  advance(turn);
}

function start(turn: Turn, input: Input & { readonly type: 'start' }): void {
  const { state, at } = turn;
  const { inputs, system, conversation, given, leftOut } = input;
  state.startedAt = at;
  state.countedFrom = at;
  const startNodeId = state.root.entry.start.id;
  emit(turn, {
    type: 'run-start',
    inputs,
    system,
    conversation,
    startNodeId,
    ...(given ? { given } : {}),
    ...(leftOut ? { leftOut } : {}),
  });
  if (!state.ending) enterFrame(turn, state.root);
}

function resume(turn: Turn, { shown, pieces }: FoldedText, reason: 'recovery' | 'input'): void {
  const { state, at } = turn;
  state.phase = 'running';
  state.countedFrom = at;
  emit(turn, { type: 'run-resume', reason });
  // A run that was about to end early ends with the text its readers have.
  if (state.ending) return;
  if (state.text.settled.startsWith(shown)) showRest(turn, shown.length, pieces);
  else replaceText(turn, 'resumed');
  for (const step of state.steps.values()) runStep(turn, step);
}

/** The log broke off before some text that its steps account for. */
function showRest(turn: Turn, shownLength: number, pieces: FoldedText['pieces']): void {
  let position = 0;
  for (const { text, ...piece } of pieces) {
    const rest = text.slice(Math.max(0, shownLength - position));
    position += text.length;
    if (rest !== '') emit(turn, { type: 'text-delta', text: rest, ...piece });
  }
}

function takePiece(turn: Turn, step: Step, name: string, text: string): void {
  endReasoning(turn, step);
  if (!step.node.printed.has(name) || text === '') return;
  step.pieces ??= new Map();
  const pieces = step.pieces.get(name);
  if (pieces) pieces.push(text);
  else step.pieces.set(name, [text]);
  flushPiece(turn, step, name);
}

/** Thinking is shown like text: only of nodes that some response prints. */
function takeReasoning(turn: Turn, step: Step, text: string): void {
  if (step.node.printed.size === 0 || text === '') return;
  step.reasoning = true;
  emit(turn, { type: 'reasoning-delta', text, nodeId: step.node.id, final: false });
}

function emitLog(turn: Turn, { ref }: Step, entry: NodeLogEntry): void {
  const { logId, parentLogId, label, status, error, data, metadata } = entry;
  const { stepId, nodeId } = ref;
  const line = { logId, parentLogId, label, status, error, data, metadata };
  emit(turn, { type: 'node-log', stepId, nodeId, ...line });
}
