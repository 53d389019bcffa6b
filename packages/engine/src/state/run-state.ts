/**
 * Everything a run knows between two inputs. The state is owned linearly: `transition` and `fold`
 * take it, change it in place and give it back, and the caller must not look at an older one. That
 * keeps the step a function of its arguments without copying maps at every event; values inside are
 * immutable and shared. Nothing here refers to promises, timers or ports.
 */
import type {
  ContainerEnd,
  GivenStep,
  GivenSteps,
  NodeStart,
  Scope,
  StepError,
  Usage,
  Value,
  Values,
  Variables,
} from '@outpost/contracts';
import type { Entry, PlanNode, ScopePlan } from '../plan/plan.ts';
import type { Fifo } from './fifo.ts';
import type { StepIds } from './step-id.ts';

export interface RunLimits {
  /** Finished steps of a run, those inside containers included. */
  readonly stepsMax: number;
  /** Time a run may take, pauses not counted. */
  readonly timeoutMs: number;
  /** Depth of apps that call apps. */
  readonly depthMax: number;
  /** Steps that run at the same time; more wait in line. */
  readonly parallelStepsMax: number;
}

export const defaultLimits: RunLimits = {
  stepsMax: 500,
  timeoutMs: 1_200_000,
  depthMax: 5,
  parallelStepsMax: 32,
};

export interface RunState {
  readonly limits: RunLimits;
  /** Steps that are not run; null when there are none. */
  readonly given: GivenSteps | null;
  readonly stepIds: StepIds;
  readonly root: Frame;
  /** Nodes that may start, in the order they became ready. */
  readonly ready: Fifo<ReadyNode>;
  /** Frames in which nothing is left to do, or in which a node failed. */
  readonly idle: Fifo<Frame>;
  /** Containers that have rounds to start or may be done. */
  readonly due: Fifo<Step>;
  /** Started and not ended, by step id. */
  readonly steps: Map<string, Step>;
  readonly text: TextState;
  seq: number;
  /** Counts started steps. */
  index: number;
  /** Counts ended steps. */
  finished: number;
  exceptions: number;
  /** Open steps that are not containers; those that pause are not counted. */
  running: number;
  usage: Usage;
  outputs: Values;
  /** Epoch milliseconds of `run-start`. */
  startedAt: number;
  /** The run's time up to `countedFrom`: pauses and the time between crash and recovery are left out. */
  countedMs: number;
  countedFrom: number;
  /** Set when the run has to end before its nodes are done. */
  ending: { readonly status: 'failed' | 'stopped'; readonly error: StepError | null } | null;
  phase: 'running' | 'paused' | 'ended';
}

export interface ReadyNode {
  readonly node: PlanNode;
  readonly frame: Frame;
  readonly predecessorId: string | null;
}

/** The root, or one round of a container: a scope in the middle of being run. */
export interface Frame {
  readonly plan: ScopePlan;
  readonly entry: Entry;
  readonly parent: Frame | null;
  readonly owner: Step | null;
  readonly round: number;
  readonly scope: Scope;
  readonly startedAt: number;
  /** Variables by scope name; what is not here is looked for in the parent. */
  readonly variables: Map<string, Values>;
  /** What nodes read them through; made when first asked for. */
  view: Variables | null;
  /** By node index: incoming edges of which nothing is known yet. */
  readonly unknown: number[];
  /** By node index. */
  readonly progress: Progress[];
  /** By response group: which nodes the start reaches by now; null for a settled group. */
  readonly reached: readonly (boolean[] | null)[];
  /** Open steps by node index. */
  readonly steps: Map<number, Step>;
  /** Ready nodes and open steps. */
  pending: number;
  /** A node that ends the container has finished. */
  ended: boolean;
  failure: StepError | null;
  closed: boolean;
}

/** What has become of a node in a frame. */
export const unseen = 0;
export const wanted = 1;
export const entered = 2;
export const finished = 3;
export const skipped = 4;
type Progress = 0 | 1 | 2 | 3 | 4;

export interface Step {
  readonly ref: StepFields;
  readonly node: PlanNode;
  readonly frame: Frame;
  readonly startedAt: number;
  /** How it ends, when its node is not run. */
  readonly given: GivenStep | null;
  /** Failed attempts that were followed by a retry. */
  retries: number;
  /** Pieces streamed in this attempt by output name, kept only where a response prints them. */
  pieces: Map<string, string[]> | null;
  reasoning: boolean;
  /** The reason, while the step waits for somebody. */
  paused: Values | null;
  closed: boolean;
  readonly container: ContainerState | null;
}

type StepFields = Pick<
  NodeStart,
  'stepId' | 'nodeId' | 'kind' | 'title' | 'index' | 'predecessorId' | 'scope'
>;

export interface ContainerState {
  /** The behaviour's own state. */
  memory: Value;
  inputs: Values | null;
  rounds: number | null;
  startedRounds: number;
  readonly toStart: Fifo<{ readonly round: number; readonly variables: Values }>;
  readonly frames: Map<number, Frame>;
  end: ContainerEnd | null;
  /** Sum over the children. */
  usage: Usage | null;
  /** Own variables as the last round left them, for containers whose rounds share their writes. */
  carried: Values;
}

export interface TextState {
  /** What the reader is shown and will stay: text of finished steps and literal text. */
  settled: string;
  active: Session | null;
  readonly queue: Session[];
}

/** A response in the course of being printed. */
export interface Session {
  readonly node: PlanNode;
  readonly frame: Frame;
  /** The segment that is being printed. */
  position: number;
  /** Length of `settled` when the session began. */
  settledBefore: number;
  /** What of it was shown before its node finished. */
  shown: string;
  shownPieces: number;
}
