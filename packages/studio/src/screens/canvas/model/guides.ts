/** Smart guides: while something is dragged it snaps to the edges and middles of what is around. */
import type { Box } from './boxes.ts';

export interface Guide {
  readonly axis: 'x' | 'y';
  /** Where the line is, and from where to where it is drawn. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  /** What is to be added to the place of the dragged box. */
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** `reach`: how near an edge has to be, in the units of the canvas. */
export function snapToGuides(moving: Box, others: readonly Box[], reach: number): Snapped {
  const x = nearest(linesOf(moving, 'x'), others, 'x', reach);
  const y = nearest(linesOf(moving, 'y'), others, 'y', reach);
  const dx = x?.shift ?? 0;
  const dy = y?.shift ?? 0;
  const placed = { ...moving, x: moving.x + dx, y: moving.y + dy };
  return {
    dx,
    dy,
    guides: [
      ...(x ? [guideOf('x', x.at, placed, x.box)] : []),
      ...(y ? [guideOf('y', y.at, placed, y.box)] : []),
    ],
  };
}

type Axis = 'x' | 'y';

/** Start, middle and end of a box along an axis. */
function linesOf(box: Box, axis: Axis): readonly [number, number, number] {
  const start = box[axis];
  const length = axis === 'x' ? box.width : box.height;
  return [start, start + length / 2, start + length];
}

function nearest(own: readonly number[], others: readonly Box[], axis: Axis, reach: number) {
  let best: { readonly shift: number; readonly at: number; readonly box: Box } | null = null;
  for (const box of others)
    for (const line of linesOf(box, axis))
      for (const mine of own) {
        const shift = line - mine;
        if (Math.abs(shift) <= reach && (!best || Math.abs(shift) < Math.abs(best.shift)))
          best = { shift, at: line, box };
      }
  return best;
}

function guideOf(axis: Axis, at: number, moving: Box, other: Box): Guide {
  const across = axis === 'x' ? 'y' : 'x';
  const length = axis === 'x' ? 'height' : 'width';
  return {
    axis,
    at,
    from: Math.min(moving[across], other[across]),
    to: Math.max(moving[across] + moving[length], other[across] + other[length]),
  };
}
