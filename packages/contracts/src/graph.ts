import type { Value } from './values/value.ts';

/**
 * A graph as drafts, versions and runs hold it. The envelope of nodes and edges is ours; a node's
 * `config` keeps the field names of app files, because the configuration *is* what crosses between
 * installations and each node kind parses its own. Keys nobody here knows stay in `extra`.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number };
}

export interface GraphNode {
  readonly id: string;
  /** The node kind (`data.type` of app files); empty for a note. */
  readonly kind: string;
  readonly title: string;
  /** The enclosing container's id. */
  readonly parentId?: string;
  /** `data` of app files without the keys that this interface names. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly failure: FailurePolicy;
  readonly position: { readonly x: number; readonly y: number };
  /**
   * Everything else the file said of the node's envelope, kept for the way out. `disabled: true` is
   * ours: see `isDisabledNode`.
   */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What happens when a node fails: first retries, then the strategy, then the run fails. */
export interface FailurePolicy {
  readonly retry: { readonly retriesMax: number; readonly intervalMs: number } | null;
  readonly strategy: 'abort' | 'fail-branch' | 'default-value';
  /** The outputs under strategy `default-value`. */
  readonly defaults: Readonly<Record<string, Value>>;
}

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  /** Which way out of the source: `source`, a branch's id, or `fail-branch`. */
  readonly handle: string;
  readonly target: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

/**
 * Whether a node is switched off: it is passed by, and what it would give reads as empty. The mark
 * lies in the envelope, so that app files carry it and no kind has to know it.
 */
export function isDisabledNode({ extra }: Pick<GraphNode, 'extra'>): boolean {
  return extra['disabled'] === true;
}

export const noFailurePolicy: FailurePolicy = { retry: null, strategy: 'abort', defaults: {} };
