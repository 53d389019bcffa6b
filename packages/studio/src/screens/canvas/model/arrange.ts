/** Lines nodes up with each other, or spreads them evenly. */
import type { Graph, GraphNode } from '@outpost/contracts';
import type { EditorCommand } from './command.ts';
import { moveNodes } from './graph-commands.ts';
import { outermost, type Point } from './graph-index.ts';
import { factsOf } from './node-facts.ts';

export const arrangements = [
  'left',
  'center',
  'right',
  'top',
  'middle',
  'bottom',
  'columns',
  'rows',
] as const;
/** `columns` and `rows` spread evenly along x and y, from three nodes on. */
export type Arrangement = (typeof arrangements)[number];

export function arrange(graph: Graph, ids: Iterable<string>, how: Arrangement): EditorCommand {
  const positions = arranged(outermost(graph, ids), how);
  return { ...moveNodes(graph, positions), label: { key: `canvas.arrange.${how}` } };
}

interface Placed extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Places within their container; nodes of several containers are lined up within each. */
function arranged(nodes: readonly GraphNode[], how: Arrangement): ReadonlyMap<string, Point> {
  const positions = new Map<string, Point>();
  for (const group of Map.groupBy(nodes, ({ parentId }) => parentId).values()) {
    const placed = group.map((node) => ({ id: node.id, ...node.position, ...factsOf(node).size }));
    for (const [id, point] of placesOf(placed, how)) positions.set(id, point);
  }
  return positions;
}

function placesOf(
  nodes: readonly Placed[],
  how: Arrangement,
): readonly (readonly [string, Point])[] {
  const left = Math.min(...nodes.map(({ x }) => x));
  const right = Math.max(...nodes.map(({ x, width }) => x + width));
  const top = Math.min(...nodes.map(({ y }) => y));
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height));
  const at = (place: (node: Placed) => Point) =>
    nodes.map((node) => [node.id, place(node)] as const);
  switch (how) {
    case 'left':
      return at(({ y }) => ({ x: left, y }));
    case 'center':
      return at(({ y, width }) => ({ x: (left + right - width) / 2, y }));
    case 'right':
      return at(({ y, width }) => ({ x: right - width, y }));
    case 'top':
      return at(({ x }) => ({ x, y: top }));
    case 'middle':
      return at(({ x, height }) => ({ x, y: (top + bottom - height) / 2 }));
    case 'bottom':
      return at(({ x, height }) => ({ x, y: bottom - height }));
    case 'columns':
      return spread(nodes, 'x', 'width', right - left);
    case 'rows':
      return spread(nodes, 'y', 'height', bottom - top);
    default:
      return how satisfies never;
  }
}

function spread(
  nodes: readonly Placed[],
  axis: 'x' | 'y',
  length: 'width' | 'height',
  whole: number,
): readonly (readonly [string, Point])[] {
  const ordered = nodes.toSorted((a, b) => a[axis] - b[axis]);
  const filled = ordered.reduce((sum, node) => sum + node[length], 0);
  const gap = ordered.length > 1 ? (whole - filled) / (ordered.length - 1) : 0;
  let next = ordered[0]?.[axis] ?? 0;
  return ordered.map((node) => {
    const place = { x: node.x, y: node.y, [axis]: next };
    next += node[length] + gap;
    return [node.id, place] as const;
  });
}
