import { useMemo } from 'react';
import type { EditorStore } from '../model/editor-store.ts';
import type { Point } from '../model/graph-index.ts';
import type { ViewStore } from './view-store.ts';

const lengthMs = 280;

/** Makes a change at once, and shows the nodes gliding from where they were. */
export function useAnimation(editor: EditorStore, view: ViewStore): (change: () => void) => void {
  return useMemo(() => {
    let running = 0;
    return (change) => {
      const before = new Map(
        editor.getState().document.graph.nodes.map(({ id, position }) => [id, position]),
      );
      change();
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const { nodes } = editor.getState().document.graph;
      const moved = nodes.flatMap(({ id, position }) => {
        const from = before.get(id);
        const isSame = !from || (from.x === position.x && from.y === position.y);
        return isSame ? [] : [{ id, from, to: position }];
      });
      if (moved.length === 0) return;
      running += 1;
      const own = running;
      const begun = performance.now();
      const draw = (): void => {
        const share = Math.min(1, (performance.now() - begun) / lengthMs);
        // A drag or another animation takes over.
        if (own !== running) return;
        if (share === 1) return view.set({ moving: null });
        const eased = 1 - (1 - share) ** 3;
        const moving = new Map<string, Point>(
          moved.map(({ id, from, to }) => [
            id,
            { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased },
          ]),
        );
        view.set({ moving });
        requestAnimationFrame(draw);
      };
      draw();
    };
  }, [editor, view]);
}
