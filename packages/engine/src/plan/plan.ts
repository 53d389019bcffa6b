/**
 * A graph made ready to run: every node's settings parsed, every scope (the root, and the inside of
 * each container) with its own edges, every response template tied to the nodes it prints. A plan is
 * immutable and may serve any number of runs at once.
 */
import type { AppMode, NodeKind, Selector, Value, Values } from '@outpost/contracts';

export interface Plan {
  readonly mode: AppMode;
  /** Every node that can run, whatever its scope, in the order of the graph. */
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly root: ScopePlan;
  /** Ids of the nodes that may start a run, in the order of the graph; never empty. */
  readonly roots: readonly string[];
  /** What nodes that are switched off would give, by their id: nothing. */
  readonly emptied: ReadonlyMap<string, Values>;
}

export interface PlanNode {
  readonly id: string;
  /** The node's name for people; its id when it has none. */
  readonly title: string;
  readonly kind: NodeKind;
  readonly config: unknown;
  /** The place in `scope.nodes`. */
  readonly index: number;
  readonly scope: ScopePlan;
  /** The inside of a container. */
  readonly inner: InnerPlan | null;
  /** Ways out, in the order of the graph. */
  readonly edges: readonly PlanEdge[];
  /** Takes one handle and skips the others. A fail branch makes any node a branch. */
  readonly isBranch: boolean;
  readonly retry: { readonly retriesMax: number; readonly intervalMs: number } | null;
  readonly strategy: 'abort' | 'fail-branch' | 'default-value';
  readonly defaults: Readonly<Record<string, Value>>;
  /** What this installation lacks to run the node. */
  readonly lack: string | null;
  /** The outputs are part of the run's outputs. */
  readonly contributes: boolean;
  /** What the node prints into the answer. */
  readonly response: readonly ResponseSegment[] | null;
  /** The outputs that some response prints, which is why their pieces are passed on. */
  readonly printed: ReadonlySet<string>;
}

export interface PlanEdge {
  readonly id: string;
  readonly handle: string;
  readonly target: PlanNode;
}

export type ResponseSegment =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'value';
      readonly selector: Selector;
      /** The node to wait for; null when the value is there from the beginning or never. */
      readonly source: PlanNode | null;
    };

export interface ScopePlan {
  /** Null at the root. */
  readonly containerId: string | null;
  readonly nodes: readonly PlanNode[];
  /** How the scope looks from each node that may start it; made when first asked for. */
  entry(start: PlanNode): Entry;
}

export interface InnerPlan {
  readonly scope: ScopePlan;
  readonly entry: Entry;
}

/** A scope as seen from the node that starts it. Arrays are by `PlanNode.index`. */
export interface Entry {
  readonly start: PlanNode;
  readonly reachable: readonly boolean[];
  /** Incoming edges that can be taken or skipped: those of reachable sources. */
  readonly incoming: readonly number[];
  readonly responses: readonly ResponseGroup[];
  /** Responses whose session opens with the scope, in the order of the graph. */
  readonly openResponses: readonly PlanNode[];
}

/**
 * Response nodes that wait for the same edges. A response may start printing once a way leads to it
 * from the start on which every *blocking* edge was taken; whether other edges were taken is of no
 * matter. That is reachability, so no path is ever listed.
 */
export interface ResponseGroup {
  /** By source: its edges block. */
  readonly blocks: readonly boolean[];
  /** What the start reaches over edges that do not block. */
  readonly reached: readonly boolean[];
  /** By index: a response of this group. */
  readonly members: readonly boolean[];
  /** No member is left to be reached. */
  readonly settled: boolean;
}
