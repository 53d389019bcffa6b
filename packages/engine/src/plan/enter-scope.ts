/**
 * How a scope looks from the node that starts it: what can be reached, how many incoming edges each
 * node waits for, and which responses may print when.
 *
 * Edges *block* a response when they leave a branch, a container or another response, or a node that
 * writes a variable the response prints (spec/dsl.md 5.4). Only the last depends on the response, so
 * responses are grouped by the writers that matter to them, and each group needs one search through
 * the scope, however many paths lead to its members.
 */
import { selectorKey } from '@outpost/contracts';
import type { Entry, PlanNode, ResponseGroup, ResponseSegment, ScopePlan } from './plan.ts';

export function enterScope(scope: ScopePlan, start: PlanNode): Entry {
  const reachable = reach(scope, start, () => false);
  const incoming = scope.nodes.map(() => 0);
  for (const node of scope.nodes)
    if (reachable[node.index])
      for (const { target } of node.edges)
        incoming[target.index] = (incoming[target.index] ?? 0) + 1;

  const responses = groupResponses(scope, start, reachable);
  const openResponses = scope.nodes.filter((node) =>
    responses.some(({ members, reached }) => members[node.index] && reached[node.index]),
  );
  return { start, reachable, incoming, responses, openResponses };
}

function groupResponses(
  scope: ScopePlan,
  start: PlanNode,
  reachable: readonly boolean[],
): readonly ResponseGroup[] {
  const writers = scope.nodes.flatMap((node) => {
    const keys = writtenKeys(node);
    return keys.length > 0 && reachable[node.index] ? [{ node, keys }] : [];
  });
  const groups = new Map<string, { readonly blocks: boolean[]; readonly members: boolean[] }>();
  for (const node of scope.nodes) {
    if (!node.response || !reachable[node.index]) continue;
    const printed = printedKeys(node.response);
    const relevant = writers.filter(({ keys }) => keys.some((key) => printed.has(key)));
    const key = relevant.map((writer) => writer.node.index).join();
    let group = groups.get(key);
    if (!group) {
      group = { blocks: scope.nodes.map(alwaysBlocks), members: scope.nodes.map(() => false) };
      for (const writer of relevant) group.blocks[writer.node.index] = true;
      groups.set(key, group);
    }
    group.members[node.index] = true;
  }
  return [...groups.values()].map(({ blocks, members }) => {
    const reached = reach(scope, start, (node) => blocks[node.index] === true);
    const settled = members.every((isMember, index) => !isMember || reached[index]);
    return { blocks, members, reached, settled };
  });
}

function alwaysBlocks(node: PlanNode): boolean {
  return node.isBranch || node.kind.container !== undefined || node.response !== null;
}

function writtenKeys(node: PlanNode): readonly string[] {
  const selectors = node.kind.writes?.(node.config) ?? [];
  return selectors.map((selector) => selectorKey(selector[0] ?? '', selector[1] ?? ''));
}

function printedKeys(response: readonly ResponseSegment[]): ReadonlySet<string> {
  const keys = response.map((segment) =>
    segment.type === 'value'
      ? selectorKey(segment.selector[0] ?? '', segment.selector[1] ?? '')
      : '',
  );
  return new Set(keys);
}

/** By index: whether a node is reached from the start without leaving a node that stops. */
function reach(
  scope: ScopePlan,
  start: PlanNode,
  stops: (node: PlanNode) => boolean,
): readonly boolean[] {
  const reached = scope.nodes.map(() => false);
  const open = [start];
  reached[start.index] = true;
  for (let node = open.pop(); node; node = open.pop()) {
    if (stops(node)) continue;
    for (const { target } of node.edges) {
      if (reached[target.index]) continue;
      reached[target.index] = true;
      open.push(target);
    }
  }
  return reached;
}
