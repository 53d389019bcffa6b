/**
 * What is on the screen beside the document: tools, pointers, what is being dragged. Nothing of it
 * is saved or undone.
 */
import type { GraphNode } from '@outpost/contracts';
import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import { readStored, store as keep } from '../../../start/browser-store.ts';
import type { Box } from '../model/boxes.ts';
import type { Guide } from '../model/guides.ts';
import type { Point } from '../model/graph-index.ts';

export type PointerMode = 'pointer' | 'hand';
/** What the wheel does; `auto` tells a mouse from a trackpad. */
export type WheelMode = 'auto' | 'zoom' | 'pan';

export interface QuickAddRequest {
  /** Where it opens, in the window. */
  readonly screen: Point;
  /** Where the node comes, on the canvas; null = wherever it fits. */
  readonly at: Point | null;
  readonly parentId: string | null;
  readonly after?: { readonly source: string; readonly handle: string };
  readonly before?: string;
  readonly into?: string;
}

export type MenuTarget =
  | { readonly type: 'node'; readonly id: string }
  | { readonly type: 'edge'; readonly id: string }
  | { readonly type: 'pane'; readonly at: Point };

export type DialogName = 'palette' | 'shortcuts' | 'find' | 'publish';

export interface Connecting {
  readonly nodeId: string;
  /** Nodes that the edge may lead to. */
  readonly valid: ReadonlySet<string>;
}

export interface ViewState {
  readonly mode: PointerMode;
  readonly wheel: WheelMode;
  readonly hasMinimap: boolean;
  readonly quickAdd: QuickAddRequest | null;
  readonly menu: { readonly screen: Point; readonly target: MenuTarget } | null;
  readonly dialog: DialogName | null;
  /** The edge under the pointer: it shows its `+`. */
  readonly hotEdgeId: string | null;
  readonly connecting: Connecting | null;
  /** Whose data sources and users are lit up. */
  readonly flowOfNodeId: string | null;
  /** Places that count instead of the document's, from the upper left corner of the container. */
  readonly moving: ReadonlyMap<string, Point> | null;
  /** Nodes that are shown but not yet in the document: copies being dragged. */
  readonly ghosts: readonly GraphNode[];
  readonly guides: readonly Guide[];
  /** Being drawn, on the canvas. */
  readonly selectionBox: Box | null;
  /** Where what is dragged would land. */
  readonly dropEdgeId: string | null;
  readonly dropContainerId: string | null;
  readonly renamingId: string | null;
}

export interface ViewStore {
  readonly getState: () => ViewState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly set: (changes: Partial<ViewState>) => void;
}

export function createViewStore(): ViewStore {
  let state: ViewState = {
    mode: readStored('canvas.mode') === 'hand' ? 'hand' : 'pointer',
    wheel: wheelModeFrom(readStored('canvas.wheel')),
    hasMinimap: readStored('canvas.minimap') !== 'off',
    quickAdd: null,
    menu: null,
    dialog: null,
    hotEdgeId: null,
    connecting: null,
    flowOfNodeId: null,
    moving: null,
    ghosts: [],
    guides: [],
    selectionBox: null,
    dropEdgeId: null,
    dropContainerId: null,
    renamingId: null,
  };
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(changes) {
      state = { ...state, ...changes };
      if (changes.mode) keep('canvas.mode', changes.mode);
      if (changes.wheel) keep('canvas.wheel', changes.wheel);
      if (changes.hasMinimap !== undefined)
        keep('canvas.minimap', changes.hasMinimap ? 'on' : 'off');
      for (const listener of listeners) listener();
    },
  };
}

function wheelModeFrom(text: string | null): WheelMode {
  return text === 'zoom' || text === 'pan' ? text : 'auto';
}

const ViewContext = createContext<ViewStore | null>(null);
export const ViewProvider = ViewContext.Provider;

export function useViewStore(): ViewStore {
  const store = useContext(ViewContext);
  if (!store) throw new Error('useViewStore needs a ViewProvider above it.');
  return store;
}

export function useView<Part>(
  selector: (state: ViewState) => Part,
  isSame: (left: Part, right: Part) => boolean = Object.is,
): Part {
  const store = useViewStore();
  const last = useRef<{ readonly part: Part } | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const part = selector(store.getState());
    if (last.current && isSame(last.current.part, part)) return last.current.part;
    last.current = { part };
    return part;
  });
}
