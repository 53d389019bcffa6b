/** What a turn of the wheel, or two fingers on a trackpad, do on the canvas. */
export type WheelMove =
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number };

export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 = pixels, 1 = lines, 2 = pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * With Ctrl (which browsers also claim for pinching) it zooms; with Shift it goes sideways. Else a
 * mouse zooms and a trackpad pans, unless the person chose one for both.
 */
export function wheelMove(turn: WheelTurn, mode: 'auto' | 'zoom' | 'pan'): WheelMove {
  const scale = turn.deltaMode === 1 ? 33 : turn.deltaMode === 2 ? 400 : 1;
  const dx = turn.deltaX * scale;
  const dy = turn.deltaY * scale;
  if (turn.ctrlKey || turn.metaKey)
    return { type: 'zoom', factor: factorOf(dy, isMouse(turn) ? 1 : 5) };
  if (turn.shiftKey) return { type: 'pan', dx: dx === 0 ? dy : dx, dy: 0 };
  const zooms = mode === 'zoom' || (mode === 'auto' && isMouse(turn));
  return zooms ? { type: 'zoom', factor: factorOf(dy, 1) } : { type: 'pan', dx, dy };
}

/** Pinching comes in small steps, a mouse wheel in large ones. */
function factorOf(delta: number, weight: number): number {
  return 2 ** (-Math.max(-200, Math.min(200, delta * weight)) * 0.002);
}

/** A mouse turns in notches, straight up and down; a trackpad glides in any direction. */
function isMouse({ deltaX, deltaY, deltaMode }: WheelTurn): boolean {
  if (deltaMode !== 0) return true;
  return deltaX === 0 && Math.abs(deltaY) >= 50 && Number.isInteger(deltaY);
}
