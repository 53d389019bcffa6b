import {
  AppError,
  isDisabledNode,
  messageOf,
  type AppMode,
  type FailurePolicy,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type GraphProblem,
  type NodeKind,
} from '@outpost/contracts';
import { graphProblem } from './problem.ts';

/** A node with its kind; `config` is undefined where the kind refused the settings. */
export interface ReadNode {
  readonly id: string;
  readonly title: string;
  readonly kind: NodeKind;
  readonly config: unknown;
  readonly parentId: string | null;
  readonly failure: FailurePolicy;
  /** It, or a container around it, is switched off. */
  readonly isDisabled: boolean;
}

export interface ReadGraph {
  readonly nodes: ReadonlyMap<string, ReadNode>;
  /** Edges whose two ends are among the nodes, in one scope. */
  readonly edges: readonly GraphEdge[];
}

interface Reading {
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly mode: AppMode;
  readonly report: (problem: GraphProblem) => void;
}

/** Drops notes, parses every node with its kind and keeps what can be used; the rest is reported. */
export function readGraph(graph: Graph, reading: Reading): ReadGraph {
  const nodes = new Map<string, ReadNode>();
  const dropped = new Set<string>();
  const disabled = disabledIds(graph, reading.kinds);
  for (const node of graph.nodes) {
    const isNote = node.kind === '' || reading.kinds.get(node.kind)?.traits.note;
    if (!isNote) readNode(node, nodes, { ...reading, isDisabled: disabled.has(node.id) });
    if (!nodes.has(node.id)) dropped.add(node.id);
  }
  for (const node of nodes.values()) checkParent(node, nodes, reading);
  return { nodes, edges: readEdges(graph.edges, { nodes, dropped, report: reading.report }) };
}

function readNode(
  node: GraphNode,
  nodes: Map<string, ReadNode>,
  reading: Reading & { readonly isDisabled: boolean },
): void {
  const { report, isDisabled } = reading;
  const title = node.title || node.id;
  if (node.id === '') return report(graphProblem('nodeWithoutId', { words: { node: title } }));
  if (nodes.has(node.id))
    return report(graphProblem('nodeTwice', { nodeId: node.id, words: { node: node.id } }));
  const kind = reading.kinds.get(node.kind);
  const words = { node: title, kind: node.kind, mode: reading.mode };
  if (!kind) return report(graphProblem('kindUnknown', { nodeId: node.id, words }));
  nodes.set(node.id, {
    id: node.id,
    title,
    kind,
    // Settings that nobody reads may be as wrong as they like.
    config: parseConfig(node, kind, isDisabled ? () => {} : report),
    parentId: node.parentId ?? null,
    failure: node.failure,
    isDisabled,
  });
}

/**
 * Nodes that are switched off, with what is inside them. One that may start a run or a round cannot
 * be: without it nothing would run at all.
 */
function disabledIds({ nodes }: Graph, kinds: ReadonlyMap<string, NodeKind>): ReadonlySet<string> {
  const marked = nodes.filter(
    (node) => isDisabledNode(node) && kinds.get(node.kind)?.traits.root !== true,
  );
  const disabled = new Set(marked.map(({ id }) => id));
  if (disabled.size === 0) return disabled;
  const inside = Map.groupBy(nodes, ({ parentId }) => parentId);
  // A set hands out what is added while it is walked through.
  for (const id of disabled) for (const child of inside.get(id) ?? []) disabled.add(child.id);
  return disabled;
}

function parseConfig(node: GraphNode, kind: NodeKind, report: Reading['report']): unknown {
  try {
    const { id, title, config, failure } = node;
    return kind.parse({ id, title, config, failure });
  } catch (thrown) {
    const known = thrown instanceof AppError ? thrown : null;
    const path = known?.details['path'];
    report({
      severity: 'error',
      nodeId: node.id,
      edgeId: null,
      // Kinds call the settings as a whole `config`.
      path: typeof path === 'string' && path !== 'config' ? path : '',
      message: messageOf(thrown).replace(/\.$/, ''),
      messageZh: (known?.messageIn('zh') ?? messageOf(thrown)).replace(/。$/, ''),
    });
    return undefined;
  }
}

function checkParent(
  node: ReadNode,
  nodes: ReadonlyMap<string, ReadNode>,
  { report }: Reading,
): void {
  if (node.parentId === null) return;
  const parent = nodes.get(node.parentId);
  const words = { node: node.title, parent: parent?.title ?? node.parentId };
  if (!parent) return report(graphProblem('parentUnknown', { nodeId: node.id, words }));
  if (!parent.kind.container)
    return report(graphProblem('parentNoContainer', { nodeId: node.id, words }));
  const seen = new Set<string>();
  for (let above: ReadNode | undefined = parent; above; above = parentOf(above, nodes)) {
    if (above === node) return report(graphProblem('parentCycle', { nodeId: node.id, words }));
    // A cycle further up is told of its own nodes.
    if (seen.has(above.id)) return;
    seen.add(above.id);
  }
}

function parentOf(node: ReadNode, nodes: ReadonlyMap<string, ReadNode>): ReadNode | undefined {
  return node.parentId === null ? undefined : nodes.get(node.parentId);
}

function readEdges(
  edges: readonly GraphEdge[],
  {
    nodes,
    dropped,
    report,
  }: {
    readonly nodes: ReadonlyMap<string, ReadNode>;
    readonly dropped: ReadonlySet<string>;
    readonly report: Reading['report'];
  },
): readonly GraphEdge[] {
  const ids = new Set<string>();
  return edges.filter((edge) => {
    // Edges of notes mean nothing; a node that was refused has been reported already.
    if (dropped.has(edge.source) || dropped.has(edge.target)) return false;
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    const place = { edgeId: edge.id };
    if (!source || !target) {
      const node = source ? edge.target : edge.source;
      report(graphProblem('edgeEndUnknown', { ...place, words: { edge: edge.id, node } }));
      return false;
    }
    const words = { edge: edge.id, source: source.title, target: target.title };
    if (source.parentId !== target.parentId) {
      report(graphProblem('edgeCrosses', { ...place, nodeId: source.id, words }));
      return false;
    }
    // Ids need to be unique within a scope only.
    const id = JSON.stringify([source.parentId, edge.id]);
    if (ids.has(id)) report(graphProblem('edgeTwice', { ...place, words }));
    ids.add(id);
    return true;
  });
}
