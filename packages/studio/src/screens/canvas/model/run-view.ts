import type { StepError } from '@outpost/contracts';

export type NodeRunStatus =
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'paused'
  | 'succeeded'
  | 'failed'
  /** Failed, and its failure policy caught it. */
  | 'exception'
  | 'stopped';

/** How a node fared in the run that the canvas shows. */
export interface NodeRunView {
  readonly status: NodeRunStatus;
  readonly elapsedMs: number | null;
  readonly totalTokens: number | null;
  /** A decimal number as text, with its currency. */
  readonly cost: string | null;
  readonly error: StepError | null;
  /** The way out it took, when it has several. */
  readonly handle: string | null;
  /** Not run: pinned by hand, or kept from an earlier run. */
  readonly origin: 'pinned' | 'reused' | null;
  /** For containers: rounds done, and how many there are as far as is known. */
  readonly rounds: { readonly done: number; readonly total: number | null } | null;
  /** How often it ran, in rounds of a container. */
  readonly count: number;
}

/** The run that the canvas shows: set by the run panel, drawn by the nodes and edges. */
export interface RunView {
  readonly runId: string | null;
  readonly isGoingOn: boolean;
  readonly nodes: ReadonlyMap<string, NodeRunView>;
}
