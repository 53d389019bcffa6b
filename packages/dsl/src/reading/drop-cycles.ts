import type { Graph, GraphEdge } from '@outpost/contracts';
import type { Repair } from './repair-graph.ts';

/**
 * The edges without those that close a cycle: a depth-first walk in file order, from nodes that
 * nothing leads to and then from the rest, drops each edge that leads back to a node still open.
 */
export function dropCycles(graph: Graph, { path, takeNote }: Repair): readonly GraphEdge[] {
  const outgoing = Map.groupBy(graph.edges, (edge) => edge.source);
  const targets = new Set(graph.edges.map((edge) => edge.target));
  const closing = new Set<GraphEdge>();
  const state = new Map<string, 'open' | 'done'>();
  const roots = graph.nodes.filter((node) => !targets.has(node.id));
  for (const root of [...roots, ...graph.nodes]) {
    if (state.has(root.id)) continue;
    state.set(root.id, 'open');
    const walk = [{ id: root.id, edges: (outgoing.get(root.id) ?? []).values() }];
    for (let step = walk.at(-1); step !== undefined; step = walk.at(-1)) {
      const { done, value: edge } = step.edges.next();
      if (done) {
        state.set(step.id, 'done');
        walk.pop();
      } else if (state.get(edge.target) === 'open') closing.add(edge);
      else if (!state.has(edge.target)) {
        state.set(edge.target, 'open');
        walk.push({ id: edge.target, edges: (outgoing.get(edge.target) ?? []).values() });
      }
    }
  }
  for (const edge of closing)
    takeNote({
      path: `${path}.edges`,
      nodeId: edge.source,
      message: {
        en: `The edge ${edge.id} from ${edge.source} to ${edge.target} was left out: it closes a circle.`,
        zh: `从 ${edge.source} 到 ${edge.target} 的连线 ${edge.id} 构成环路，已忽略。`,
      },
    });
  return closing.size === 0 ? graph.edges : graph.edges.filter((edge) => !closing.has(edge));
}
