/**
 * A run is the list of these events and nothing else: streams, traces, history, cost and recovery
 * read the same list. `seq` counts from 1 without gaps within a run and is the SSE event id; `at`
 * is epoch milliseconds. The engine emits them in order; a log that ends anywhere can be resumed.
 */
import type { Selector } from './values/selector.ts';
import type { Value, Values } from './values/value.ts';
import type { Usage } from './usage.ts';

export type RunStatus =
  | 'running'
  | 'succeeded'
  | 'partial-succeeded'
  | 'failed'
  | 'stopped'
  | 'paused';
export type StepStatus = 'succeeded' | 'failed' | 'exception' | 'stopped';

/** The container rounds around a step, outermost first; empty at the root. */
export type Scope = readonly ScopePart[];
export interface ScopePart {
  readonly containerId: string;
  readonly kind: string;
  readonly round: number;
}

export interface StepError {
  /** What a person reads. */
  readonly message: string;
  /** A name that fail branches read as `error_type`. */
  readonly type: string;
  /** An `ErrorCode` when the failure has one. */
  readonly code?: string;
}

export interface StepMetadata {
  readonly usage?: Usage;
  /** Kind-specific facts for traces, e.g. `iteration_duration_map`. */
  readonly [key: string]: unknown;
}

/** A write to a variable outside the step's own outputs: conversation or loop variables. */
export interface VariableWrite {
  readonly selector: Selector;
  readonly value: Value;
}

/** Where a kept step stood: the run and the step in it. */
export interface StepSource {
  readonly runId: string;
  readonly stepId: string;
}

/** How a step ends that is not run, because it was pinned by hand or is kept from an earlier run. */
export interface GivenStep {
  readonly origin: 'pinned' | 'reused';
  readonly status: 'succeeded' | 'exception';
  readonly outputs: Values;
  /** The way out; a branch without one takes its first. */
  readonly handle: string | null;
  readonly inputs: Values | null;
  readonly processData: Values | null;
  readonly error: StepError | null;
  readonly writes: readonly VariableWrite[];
  /** Without usage: nothing was used now. */
  readonly metadata: StepMetadata;
  /** Of a container: how many steps inside it ended as exceptions. */
  readonly exceptions?: number;
  readonly source?: StepSource;
}

/** By `givenPlace`, or by a node's id alone where it holds for every round. */
export type GivenSteps = Readonly<Record<string, GivenStep>>;

/** One round's step of a node as a key, e.g. `box#0/llm`; at the root the node's id. */
export function givenPlace(scope: Scope, nodeId: string): string {
  return scope.map(({ containerId, round }) => `${containerId}#${round}/`).join('') + nodeId;
}

interface Stamp {
  readonly seq: number;
  readonly at: number;
  /**
   * The whole event as it was before secrets were masked in it, sealed; absent when nothing was
   * masked that a resumed run needs. Only resuming opens it; it is not shown to anybody.
   */
  readonly sealed?: string;
}

/** The step an event belongs to. `stepId` is unique in the run; `index` counts started steps from 1. */
export interface StepRef {
  readonly stepId: string;
  readonly nodeId: string;
  readonly kind: string;
  readonly title: string;
  readonly index: number;
  readonly predecessorId: string | null;
  readonly scope: Scope;
}

export interface RunStart extends Stamp {
  readonly type: 'run-start';
  readonly inputs: Values;
  /** `sys.*` by bare name. */
  readonly system: Values;
  /** Conversation variables at the start, by name. */
  readonly conversation: Values;
  readonly startNodeId: string | null;
  /** Steps that are not run. */
  readonly given?: GivenSteps;
  /** Nodes that this run leaves out with their edges. */
  readonly leftOut?: readonly string[];
}
export interface RunResume extends Stamp {
  readonly type: 'run-resume';
  readonly reason: 'recovery' | 'input';
}
export interface NodeStart extends Stamp, StepRef {
  readonly type: 'node-start';
  /** A container's own start carries its round count here when it is known. */
  readonly container: { readonly rounds: number | null } | null;
  readonly inputs: Values | null;
  /** Set when the step is not run. */
  readonly origin?: GivenStep['origin'];
  readonly source?: StepSource;
}
export interface NodeRetry extends Stamp, StepRef {
  readonly type: 'node-retry';
  /** From 1. */
  readonly retryIndex: number;
  readonly inputs: Values | null;
  readonly processData: Values | null;
  readonly error: StepError;
  readonly elapsedMs: number;
}
export interface NodeEnd extends Stamp, StepRef {
  readonly type: 'node-end';
  readonly status: StepStatus;
  readonly inputs: Values | null;
  readonly processData: Values | null;
  readonly outputs: Values | null;
  readonly error: StepError | null;
  /** The way out that was taken; null when the node has only one. */
  readonly handle: string | null;
  readonly writes: readonly VariableWrite[];
  readonly metadata: StepMetadata;
  readonly startedAt: number;
  readonly elapsedMs: number;
  /** A container's own end. */
  readonly container: { readonly rounds: number } | null;
  /** Set when the step was not run. */
  readonly origin?: GivenStep['origin'];
  readonly source?: StepSource;
}
/** A container starts a round; `round` counts from 0. */
export interface RoundStart extends Stamp, StepRef {
  readonly type: 'round-start';
  readonly round: number;
  /** `[containerId, name]` values of the round: `item`, `index`, loop variables. */
  readonly variables: Values;
}
export interface RoundEnd extends Stamp, StepRef {
  readonly type: 'round-end';
  readonly round: number;
  readonly status: 'succeeded' | 'failed';
  readonly error: StepError | null;
  readonly elapsedMs: number;
}
/** A piece of what the reader sees, in the order it is to be shown. */
export interface TextDelta extends Stamp {
  readonly type: 'text-delta';
  readonly text: string;
  /** Where it came from; literal text has `[responseNodeId, 'answer']`. */
  readonly selector: Selector;
  readonly responseNodeId: string;
}
/** Everything shown so far is to be replaced by this text. */
export interface TextReplace extends Stamp {
  readonly type: 'text-replace';
  readonly text: string;
  readonly reason: string;
}
/** A model's thinking, kept apart from its answer. */
export interface ReasoningDelta extends Stamp {
  readonly type: 'reasoning-delta';
  readonly text: string;
  readonly nodeId: string;
  readonly final: boolean;
}
/** A line of a step's own log (agents, tools). */
export interface NodeLog extends Stamp {
  readonly type: 'node-log';
  readonly stepId: string;
  readonly nodeId: string;
  readonly logId: string;
  readonly parentLogId: string | null;
  readonly label: string;
  readonly status: string;
  readonly error: string | null;
  readonly data: Values;
  readonly metadata: Values;
}
export interface RunPause extends Stamp {
  readonly type: 'run-pause';
  readonly nodeIds: readonly string[];
  readonly reasons: readonly Values[];
}
export interface RunEnd extends Stamp {
  readonly type: 'run-end';
  readonly status: Exclude<RunStatus, 'running' | 'paused'>;
  readonly outputs: Values;
  readonly error: StepError | null;
  readonly exceptions: number;
  readonly steps: number;
  /** Sum over all steps. */
  readonly totalTokens: number;
  readonly usage: Usage;
  readonly elapsedMs: number;
}

export type RunEvent =
  | RunStart
  | RunResume
  | NodeStart
  | NodeRetry
  | NodeEnd
  | RoundStart
  | RoundEnd
  | TextDelta
  | TextReplace
  | ReasoningDelta
  | NodeLog
  | RunPause
  | RunEnd;
