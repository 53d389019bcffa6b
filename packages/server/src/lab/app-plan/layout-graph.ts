import type { GraphEdge, GraphNode } from '@outpost/contracts';

const columnWidth = 304;
const rowHeight = 180;
const left = 80;
const middle = 282;

/** Places nodes in columns by how far they are from the start, and in each column near what leads to them. */
export function layoutGraph(
  nodes: readonly GraphNode[],
  edges: readonly Pick<GraphEdge, 'source' | 'target'>[],
): readonly GraphNode[] {
  const depths = depthsOf(nodes, edges);
  const columns = new Map<number, GraphNode[]>();
  for (const node of nodes) {
    const depth = depths.get(node.id) ?? 0;
    columns.set(depth, [...(columns.get(depth) ?? []), node]);
  }
  const heights = new Map<string, number>();
  const placed = new Map<string, GraphNode>();
  for (const [depth, column] of [...columns].toSorted(([a], [b]) => a - b)) {
    const wanted = column.map((node, index) => ({
      node,
      index,
      height: meanOf(
        edges.flatMap(({ source, target }) =>
          target === node.id ? (heights.get(source) ?? []) : [],
        ),
      ),
    }));
    wanted.sort((a, b) => a.height - b.height || a.index - b.index);
    for (const [index, { node }] of wanted.entries()) {
      const y = middle + (index - (wanted.length - 1) / 2) * rowHeight;
      heights.set(node.id, y);
      placed.set(node.id, { ...node, position: { x: left + depth * columnWidth, y } });
    }
  }
  return nodes.map((node) => placed.get(node.id) ?? node);
}

/** The longest way from a node that nothing leads to; the graph has no circles. */
function depthsOf(
  nodes: readonly GraphNode[],
  edges: readonly Pick<GraphEdge, 'source' | 'target'>[],
): ReadonlyMap<string, number> {
  const depths = new Map(nodes.map(({ id }) => [id, 0]));
  // A node can be pushed right at most once for each other node.
  for (let round = 0; round < nodes.length; round += 1) {
    let moved = false;
    for (const { source, target } of edges) {
      const depth = (depths.get(source) ?? 0) + 1;
      if (depth <= (depths.get(target) ?? 0)) continue;
      depths.set(target, depth);
      moved = true;
    }
    if (!moved) break;
  }
  return depths;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0
    ? middle
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
