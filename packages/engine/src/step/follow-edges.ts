import type { PlanEdge, PlanNode } from '../plan/plan.ts';
import { entered, skipped, unseen, wanted, type Frame } from '../state/run-state.ts';
import { followTakenEdge } from './response-text.ts';
import type { Turn } from './turn.ts';

/**
 * Follows the ways out of a finished node (spec/dsl.md 5.1). A branch names its handle: the other
 * edges are skipped first, and what only they lead to is skipped with them; then the chosen edges
 * are taken. Without a handle all edges are taken.
 */
export function followEdges(turn: Turn, frame: Frame, node: PlanNode, handle: string | null): void {
  if (handle === null) {
    for (const edge of node.edges) takeEdge(turn, frame, node, edge);
    return;
  }
  for (const edge of node.edges)
    if (edge.handle !== handle) skipEdge(turn, frame, node, edge.target);
  for (const edge of node.edges) if (edge.handle === handle) takeEdge(turn, frame, node, edge);
}

/** Puts a node in line. */
export function enqueue(
  { state }: Turn,
  frame: Frame,
  node: PlanNode,
  predecessorId: string | null,
): void {
  frame.progress[node.index] = entered;
  frame.pending++;
  state.ready.push({ node, frame, predecessorId });
}

function takeEdge(turn: Turn, frame: Frame, source: PlanNode, { target }: PlanEdge): void {
  if (frame.entry.responses.length > 0) followTakenEdge(turn, frame, source, target);
  if (frame.progress[target.index] === unseen) frame.progress[target.index] = wanted;
  settleEdge(turn, frame, target, source);
}

/** Skips an edge and, where nothing else leads to its target, everything behind it. */
function skipEdge(turn: Turn, frame: Frame, source: PlanNode, target: PlanNode): void {
  const open: [PlanNode, PlanNode][] = [[source, target]];
  for (let edge = open.pop(); edge; edge = open.pop()) {
    const [from, to] = edge;
    if (!settleEdge(turn, frame, to, from)) continue;
    frame.progress[to.index] = skipped;
    // Backwards, because the last one pushed is looked at first: the order of the graph holds.
    for (const next of to.edges.toReversed()) open.push([to, next.target]);
  }
}

/** Counts an edge as known. The node starts or, if no edge to it was taken, is found to be skipped (true). */
function settleEdge(turn: Turn, frame: Frame, target: PlanNode, source: PlanNode): boolean {
  const unknown = (frame.unknown[target.index] ?? 0) - 1;
  frame.unknown[target.index] = unknown;
  if (unknown > 0) return false;
  const progress = frame.progress[target.index];
  if (progress === wanted) enqueue(turn, frame, target, source.id);
  return progress === unseen;
}
