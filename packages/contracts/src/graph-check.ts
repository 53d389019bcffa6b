import type { AppMode } from './app.ts';
import type { Graph } from './graph.ts';
import type { NodeKind } from './node-kind.ts';

/** What is wrong with a graph, for the people who draw it. */
export interface GraphProblem {
  /** `error`: the graph cannot run. `warning`: it can, but probably not as it was meant. */
  readonly severity: 'error' | 'warning';
  readonly nodeId: string | null;
  readonly edgeId: string | null;
  /** Where in the node's settings, e.g. `cases.0.logical_operator`; empty for the node or edge itself. */
  readonly path: string;
  /** In small letters and without a full stop, to stand inside a sentence. */
  readonly message: string;
  readonly messageZh: string;
}

/** Finds every problem of a graph that may be half drawn; an empty list when there is none. Never throws. */
export type CheckGraph = (source: {
  readonly graph: Graph;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly mode: AppMode;
}) => readonly GraphProblem[];
