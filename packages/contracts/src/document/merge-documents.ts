/**
 * Merges two documents that were made from the same one. Nodes are merged by id and field by field;
 * what both sides changed differently is a conflict and never decided silently. A node that one side
 * deleted and the other changed (itself, something inside it, or by an edge that leads to it now) is
 * one conflict, decided with all that is inside it. In the end no edge and no child hangs in the air.
 * The viewport is the reader's own; the profile belongs to the app, not to the draft.
 */
import type { AppDocument } from '../app.ts';
import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import { viewKeys } from './diff-documents.ts';
import {
  conflictOf,
  mergeOrder,
  mergeValues,
  type MergeConflict,
  type Merging,
  type Side,
  type ThreeSides,
} from './merge-values.ts';
import { isSameValue } from './same-value.ts';

/** A conflict with the node it concerns, for people. */
export interface DocumentConflict extends MergeConflict {
  readonly nodeId: string | null;
  readonly title: string | null;
}

export interface MergedDocument {
  readonly document: AppDocument;
  readonly conflicts: readonly DocumentConflict[];
}

/** `choose` decides conflicts; theirs count when it is absent. */
export function mergeDocuments({
  base,
  yours,
  theirs,
  choose = () => 'theirs',
}: ThreeSides<AppDocument> & {
  readonly choose?: (conflict: DocumentConflict) => Side;
}): MergedDocument {
  const conflicts: DocumentConflict[] = [];
  const nodes = new Map(
    [...yours.graph.nodes, ...theirs.graph.nodes].map((node) => [node.id, node]),
  );
  const merging: Merging = {
    choose(conflict) {
      const [top, part, id = ''] = conflict.path;
      const node = top === 'graph' && part === 'nodes' ? nodes.get(id) : undefined;
      const told = { ...conflict, nodeId: node?.id ?? null, title: node?.title ?? null };
      conflicts.push(told);
      return choose(told);
    },
  };
  const { graph: _base, ...restOfBase } = base;
  const { graph: _yours, profile: _profile, ...restOfYours } = yours;
  const { graph: _theirs, ...restOfTheirs } = theirs;
  const rest = mergeValues(
    { base: restOfBase, yours: { ...restOfYours, profile: theirs.profile }, theirs: restOfTheirs },
    [],
    merging,
  ) as Omit<AppDocument, 'graph'>;
  const sides = { base: base.graph, yours: yours.graph, theirs: theirs.graph };
  return { document: { ...rest, graph: mergeGraphs(sides, merging) }, conflicts };
}

function mergeGraphs(sides: ThreeSides<Graph>, merging: Merging): Graph {
  const deletions = decideDeletions(sides, merging);
  return withoutLooseEnds({
    nodes: mergeNodes(sides, deletions, merging),
    edges: mergeEdges(sides, deletions, merging),
    viewport: sides.yours.viewport,
  });
}

/** Of each node that one side deleted: whose word counts for it and all that belongs to it. */
type Deletions = ReadonlyMap<string, Side>;

function decideDeletions(sides: ThreeSides<Graph>, merging: Merging): Deletions {
  const decided = new Map<string, Side>();
  for (const deleter of ['yours', 'theirs'] as const) {
    const keeper = deleter === 'yours' ? 'theirs' : 'yours';
    const left = byId(sides[deleter].nodes);
    const kept = byId(sides[keeper].nodes);
    const base = byId(sides.base.nodes);
    const isDeleted = (id: string): boolean => base.has(id) && kept.has(id) && !left.has(id);
    const groups = Map.groupBy(
      sides[keeper].nodes.filter(({ id }) => isDeletedWith(id, kept, isDeleted)),
      ({ id }) => topDeleted(id, kept, isDeleted),
    );
    for (const [top, members] of groups) {
      const isTouched =
        members.some((node) => !isSameButPlace(base.get(node.id), node)) ||
        touches(new Set(members.map(({ id }) => id)), sides.base.edges, sides[keeper].edges);
      const nodeSides = { base: base.get(top), yours: undefined, theirs: undefined };
      const conflict = conflictOf({ ...nodeSides, [keeper]: kept.get(top) }, nodePath(top));
      const winner = isTouched ? merging.choose(conflict) : deleter;
      for (const { id } of members) decided.set(id, winner);
    }
  }
  return decided;
}

/** Whether a node, or a container around it, was deleted on the other side. */
function isDeletedWith(
  id: string,
  nodes: ReadonlyMap<string, GraphNode>,
  isDeleted: (id: string) => boolean,
): boolean {
  return [...upwards(id, nodes)].some(isDeleted);
}

function topDeleted(
  id: string,
  nodes: ReadonlyMap<string, GraphNode>,
  isDeleted: (id: string) => boolean,
): string {
  return [...upwards(id, nodes)].findLast(isDeleted) ?? id;
}

/** The node and the containers around it; files may claim circles. */
function upwards(id: string, nodes: ReadonlyMap<string, GraphNode>): ReadonlySet<string> {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    at = nodes.get(at)?.parentId;
  }
  return seen;
}

/** Moving a node does not mean wanting to keep it. */
function isSameButPlace(before: GraphNode | undefined, after: GraphNode): boolean {
  return before !== undefined && isSameValue(withoutPlace(before), withoutPlace(after));
}

function withoutPlace(node: GraphNode) {
  const { position: _, extra, ...rest } = node;
  const kept = Object.entries(extra).filter(([key]) => !viewKeys.has(key) && !sizeKeys.has(key));
  return { ...rest, extra: Object.fromEntries(kept) };
}

const sizeKeys: ReadonlySet<string> = new Set(['width', 'height', 'style', 'zIndex']);

/** Whether there is an edge to one of these nodes that was not there before. */
function touches(
  ids: ReadonlySet<string>,
  before: readonly GraphEdge[],
  after: readonly GraphEdge[],
): boolean {
  const known = new Set(before.map(connectionOf));
  return after.some(
    (edge) => (ids.has(edge.source) || ids.has(edge.target)) && !known.has(connectionOf(edge)),
  );
}

function mergeNodes(
  sides: ThreeSides<Graph>,
  deletions: Deletions,
  merging: Merging,
): readonly GraphNode[] {
  const base = byId(sides.base.nodes);
  const yours = byId(sides.yours.nodes);
  const theirs = byId(sides.theirs.nodes);
  const order = mergeOrder(
    { base: [...base.keys()], yours: [...yours.keys()], theirs: [...theirs.keys()] },
    // Nobody sees in which order nodes are stored.
    () => 'theirs',
  );
  return order.flatMap((id) => {
    const winner = deletions.get(id);
    const whole = winner === undefined ? undefined : (winner === 'yours' ? yours : theirs).get(id);
    if (winner !== undefined) return whole ? [whole] : [];
    const mine = yours.get(id);
    const other = theirs.get(id);
    const node = mergeValues(
      { base: base.get(id), yours: mine && other ? withViewOf(mine, other) : mine, theirs: other },
      nodePath(id),
      merging,
    );
    return node === undefined ? [] : [node as GraphNode];
  });
}

/** How a node looks at the moment is not worth a conflict. */
function withViewOf(node: GraphNode, other: GraphNode): GraphNode {
  const own = Object.entries(node.extra).filter(([key]) => !viewKeys.has(key));
  const view = Object.entries(other.extra).filter(([key]) => viewKeys.has(key));
  return { ...node, extra: Object.fromEntries([...own, ...view]) };
}

function mergeEdges(
  sides: ThreeSides<Graph>,
  deletions: Deletions,
  merging: Merging,
): readonly GraphEdge[] {
  const base = byId(sides.base.edges);
  const yours = byId(sides.yours.edges);
  const theirs = byId(sides.theirs.edges);
  const order = mergeOrder(
    { base: [...base.keys()], yours: [...yours.keys()], theirs: [...theirs.keys()] },
    // The order of edges is the order in which nodes start: it stays theirs, as one of the two.
    () => 'theirs',
  );
  return order.flatMap((id) => {
    const mine = yours.get(id);
    const other = theirs.get(id);
    const owner = ownerOf(mine ?? other, deletions);
    const edge =
      owner === undefined
        ? mergeValues({ base: base.get(id), yours: mine, theirs: other }, edgePath(id), merging)
        : owner === 'yours'
          ? mine
          : other;
    return edge === undefined ? [] : [edge as GraphEdge];
  });
}

/** Edges of a node that one side deleted go its way. */
function ownerOf(edge: GraphEdge | undefined, deletions: Deletions): Side | undefined {
  return edge && (deletions.get(edge.source) ?? deletions.get(edge.target));
}

function withoutLooseEnds(graph: Graph): Graph {
  let nodes = graph.nodes;
  for (;;) {
    const ids = new Set(nodes.map(({ id }) => id));
    const held = nodes.filter(({ parentId }) => parentId === undefined || ids.has(parentId));
    if (held.length === nodes.length) break;
    nodes = held;
  }
  const ids = new Set(nodes.map(({ id }) => id));
  const connections = new Set<string>();
  const edges = graph.edges.filter((edge) => {
    const connection = connectionOf(edge);
    // Two people may have drawn the same line.
    if (!ids.has(edge.source) || !ids.has(edge.target) || connections.has(connection)) return false;
    connections.add(connection);
    return true;
  });
  return { ...graph, nodes, edges };
}

function connectionOf({ source, handle, target }: GraphEdge): string {
  return JSON.stringify([source, handle, target]);
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function nodePath(id: string): readonly string[] {
  return ['graph', 'nodes', id];
}

function edgePath(id: string): readonly string[] {
  return ['graph', 'edges', id];
}
