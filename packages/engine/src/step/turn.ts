import type { RunEvent, Selector, StepError } from '@outpost/contracts';
import type { Plan } from '../plan/plan.ts';
import type { RunState, Step } from '../state/run-state.ts';

/** What the outside is asked to do. */
export type Effect =
  /** Run the step's node; answer with `step-done`, `step-failed` or `step-paused`. */
  | { readonly type: 'run-step'; readonly step: Step }
  /** Answer with `retry-due` after the delay. */
  | { readonly type: 'wait'; readonly step: Step; readonly delayMs: number }
  /** Nothing more is wanted of this step; its answer will be ignored. */
  | { readonly type: 'abort-step'; readonly step: Step };

/** One input being worked on: the state it meets, and what comes of it. */
export interface Turn {
  readonly plan: Plan;
  readonly state: RunState;
  /** Epoch milliseconds of the input. */
  readonly at: number;
  readonly events: RunEvent[];
  readonly effects: Effect[];
  /** While a log is folded, text is collected here and no events are made. */
  readonly retold: TextPiece[] | null;
}

export interface TextPiece {
  readonly text: string;
  readonly selector: Selector;
  readonly responseNodeId: string;
}

/** An event as it is made: the stamp is added by `emit`. */
type Unstamped<Event> = Event extends RunEvent ? Omit<Event, 'seq' | 'at'> : never;

export function emit(turn: Turn, event: Unstamped<RunEvent>): void {
  // Written in place: spreading some fifteen fields for each event would cost more than the rest of a step.
  const stamped = event as { seq?: number; at?: number };
  stamped.seq = ++turn.state.seq;
  stamped.at = turn.at;
  turn.events.push(event as RunEvent);
}

/** The run's time so far, without pauses. */
export function elapsedMs({ state, at }: Turn): number {
  return state.countedMs + Math.max(0, at - state.countedFrom);
}

/** Ends the run early; the first reason stays. */
export function endEarly(turn: Turn, status: 'failed' | 'stopped', error: StepError | null): void {
  turn.state.ending ??= { status, error };
}
