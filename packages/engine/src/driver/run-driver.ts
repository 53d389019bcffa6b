/**
 * Keeps a run going: feeds inputs to `transition`, hands its events on and carries out its effects.
 * Inputs wait in one inbox and are worked off in order by one loop that cannot re-enter, so a node
 * may answer at once, stream while it runs, or call `stop` from an event listener. A node that
 * answers synchronously costs no microtask; events are handed on when the inbox is empty.
 */
import {
  NodeFailure,
  NodePause,
  stepErrorFrom,
  type NodePorts,
  type NodeResult,
  type RunEnd,
  type RunEvent,
  type RunFacts,
  type RunPause,
  type StepError,
} from '@outpost/contracts';
import type { Plan } from '../plan/plan.ts';
import type { RunState, Step } from '../state/run-state.ts';
import { transition, type Untimed } from '../step/transition.ts';
import type { Effect } from '../step/turn.ts';
import { startAttempt, type Attempt } from './attempt.ts';

export interface ActiveRun {
  readonly runId: string;
  /** The last event; rejects only when `onEvents` throws, which ends the run without one. */
  readonly done: Promise<RunEnd | RunPause>;
  /** Ends the run as `stopped` before it returns, whatever its nodes do. Does nothing to an ended run. */
  stop(reason: string): void;
}

export interface DriverOptions {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly ports: NodePorts;
  /**
   * Gets the events in order, in batches, each exactly once. Called while nodes wait: be quick. An
   * error that it returns ends the run as failed.
   */
  readonly onEvents: (events: readonly RunEvent[]) => StepError | null | void;
}

/** Events handed on at once at most, so that a long synchronous run does not hoard them. */
const batchMax = 256;

export class RunDriver implements ActiveRun {
  readonly runId: string;
  readonly done: Promise<RunEnd | RunPause>;
  readonly #options: DriverOptions;
  readonly #settle: PromiseWithResolvers<RunEnd | RunPause>;
  readonly #attempts = new Map<Step, Attempt>();
  readonly #timers = new Set<() => void>();
  #state: RunState;
  #inbox: Untimed[] = [];
  #outbox: RunEvent[] = [];
  #last: RunEvent | null = null;
  #at = 0;
  #isWorking = false;
  #isOver = false;
  #isTimed = false;

  constructor(options: DriverOptions, state: RunState) {
    this.#options = options;
    this.#state = state;
    // A log may come from a machine whose clock was ahead.
    this.#at = state.countedFrom;
    this.runId = options.facts.runId;
    this.#settle = Promise.withResolvers();
    this.done = this.#settle.promise;
    // Whoever wants to know awaits `done`; nobody has to.
    this.done.catch(ignore);
  }

  stop(reason: string): void {
    this.give({ type: 'stop', reason });
  }

  give(input: Untimed): void {
    if (this.#isOver) return;
    this.#inbox.push(input);
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      this.#work();
    } catch (thrown) {
      this.#close();
      this.#settle.reject(thrown);
    } finally {
      this.#isWorking = false;
    }
  }

  #work(): void {
    do {
      const inbox = this.#inbox;
      this.#inbox = [];
      for (const input of inbox) this.#take(input);
      if (this.#inbox.length === 0 || this.#outbox.length >= batchMax) this.#handOn();
    } while (this.#inbox.length > 0);
    if (this.#state.phase === 'running') this.#watchTime();
    else this.#finish();
  }

  #take(input: Untimed): void {
    this.#at = Math.max(this.#at, this.#options.ports.clock.now());
    const { state, events, effects } = transition(this.#options.plan, this.#state, {
      ...input,
      at: this.#at,
    });
    this.#state = state;
    for (const event of events) this.#outbox.push(event);
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    const { step } = effect;
    if (effect.type === 'run-step') this.#runStep(step);
    else if (effect.type === 'wait')
      this.#after(effect.delayMs, () => this.give({ type: 'retry-due', step }));
    else {
      this.#attempts.get(step)?.abort();
      this.#attempts.delete(step);
    }
  }

  #runStep(step: Step): void {
    const { facts, ports } = this.#options;
    const attempt = startAttempt({ step, facts, ports, give: (input) => this.give(input) });
    const { kind, config } = step.node;
    try {
      const result = kind.run?.(attempt.context, config) ?? { outputs: {} };
      if (!isPromise(result)) return this.#answer(attempt, { type: 'step-done', step, result });
      this.#attempts.set(step, attempt);
      result.then(
        (value) => this.#answer(attempt, { type: 'step-done', step, result: value }),
        (thrown: unknown) => this.#answer(attempt, failure(step, thrown)),
      );
    } catch (thrown) {
      this.#answer(attempt, failure(step, thrown));
    }
  }

  #answer(attempt: Attempt, input: Untimed & { readonly step: Step }): void {
    if (!attempt.isOpen()) return;
    attempt.close();
    this.#attempts.delete(input.step);
    this.give(input);
  }

  #handOn(): void {
    const events = this.#outbox;
    if (events.length === 0) return;
    this.#outbox = [];
    this.#last = events.at(-1) ?? null;
    const error = this.#options.onEvents(events);
    if (error) this.#inbox.push({ type: 'fail', error });
  }

  /** The time limit also holds for a run whose nodes never answer. */
  #watchTime(): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    const { limits, countedMs, countedFrom } = this.#state;
    const leftMs = limits.timeoutMs - countedMs - (this.#at - countedFrom);
    this.#after(Math.max(0, leftMs) + 1, () => {
      this.#isTimed = false;
      this.give({ type: 'time' });
    });
  }

  #after(delayMs: number, callback: () => void): void {
    const cancel = this.#options.ports.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
  }

  #finish(): void {
    this.#close();
    if (this.#last?.type === 'run-end' || this.#last?.type === 'run-pause')
      this.#settle.resolve(this.#last);
  }

  #close(): void {
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    for (const attempt of this.#attempts.values()) attempt.abort();
    this.#attempts.clear();
  }
}

/** Outside the class, so that it does not keep a finished run alive until its promise is looked at. */
function ignore(): void {}

function failure(step: Step, thrown: unknown): Untimed & { readonly step: Step } {
  if (thrown instanceof NodePause) return { type: 'step-paused', step, reason: thrown.reason };
  const facts = thrown instanceof NodeFailure ? thrown.partial : {};
  return { type: 'step-failed', step, error: stepErrorFrom(thrown), facts };
}

function isPromise(result: NodeResult | Promise<NodeResult>): result is Promise<NodeResult> {
  return 'then' in result && typeof result.then === 'function';
}
