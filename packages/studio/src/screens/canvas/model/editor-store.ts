/**
 * What the editor of one app holds: the document with its history, what is selected, which panel is
 * open, and the run being shown. Everything that edits the document goes through `dispatch`.
 */
import type { AppDocument } from '@outpost/contracts';
import type { EditorCommand } from './command.ts';
import { noHistory, redo, remember, travel, undo, type History } from './history.ts';
import type { RunView } from './run-view.ts';

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** A place that a form shall bring into view: `path` as in problems, e.g. `cases.0.conditions`. */
export interface FieldPlace {
  readonly nodeId: string;
  readonly path: string;
  /** Grows with each wish, so that asking twice is seen twice. */
  readonly wish: number;
}

export type PanelName = 'run' | 'history' | 'versions' | 'problems' | 'variables' | 'features';

export interface EditorState {
  readonly document: AppDocument;
  readonly history: History;
  readonly selection: Selection;
  /** The node whose form is open. */
  readonly openNodeId: string | null;
  readonly field: FieldPlace | null;
  readonly panel: PanelName | null;
  readonly run: RunView | null;
  /** Another document is looked at, or the account may not edit: `dispatch` does nothing. */
  readonly isReadOnly: boolean;
}

/** What the canvas asks of the run panel. */
export type EditorRequest =
  | { readonly type: 'run' }
  | { readonly type: 'run-node'; readonly nodeId: string }
  | { readonly type: 'run-from'; readonly nodeId: string }
  /** Give the node its last outputs instead of running it; see `pins.ts`. */
  | { readonly type: 'pin'; readonly nodeId: string }
  | { readonly type: 'show-step'; readonly nodeId: string };

export interface EditorStore {
  readonly appId: string;
  getState(): EditorState;
  readonly subscribe: (listener: () => void) => () => void;
  dispatch(command: EditorCommand): void;
  undo(): void;
  redo(): void;
  /** To the state after that many steps of `history.past` and `future` together. */
  travel(steps: number): void;
  /** Takes over a document that was merged with what others saved; no step is made of it. */
  takeOver(document: AppDocument): void;
  select(selection: { readonly nodes?: Iterable<string>; readonly edges?: Iterable<string> }): void;
  /** Opens a node's form, at a field if one is named; null closes it. */
  openNode(nodeId: string | null, path?: string): void;
  openPanel(panel: PanelName | null): void;
  setRun(run: RunView | null): void;
  setReadOnly(isReadOnly: boolean): void;
  /** Tells whoever listens with `onRequest`. */
  request(request: EditorRequest): void;
  onRequest(listener: (request: EditorRequest) => void): () => void;
}

export interface EditorStoreOptions {
  readonly appId: string;
  readonly document: AppDocument;
  readonly now: () => number;
  readonly isReadOnly?: boolean;
}

const nothing: ReadonlySet<string> = new Set();
const nothingSelected: Selection = { nodes: nothing, edges: nothing };

export function createEditorStore({
  appId,
  document,
  now,
  isReadOnly = false,
}: EditorStoreOptions): EditorStore {
  let state: EditorState = {
    document,
    history: noHistory,
    selection: nothingSelected,
    openNodeId: null,
    field: null,
    panel: null,
    run: null,
    isReadOnly,
  };
  let lastStep = 0;
  let lastWish = 0;
  const listeners = new Set<() => void>();
  const requestListeners = new Set<(request: EditorRequest) => void>();

  const set = (changes: Partial<EditorState>): void => {
    const next = { ...state, ...changes };
    state = next.document === state.document ? next : withoutLost(next);
    for (const listener of listeners) listener();
  };

  const store: EditorStore = {
    appId,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch({ label, edit, mergeKey = null, select }) {
      if (state.isReadOnly) return;
      const before = state.document;
      const after = edit(before);
      if (after === before) return;
      lastStep += 1;
      const step = { number: lastStep, label, at: now(), before, after, mergeKey };
      set({
        document: after,
        history: remember(state.history, step),
        ...(select ? { selection: { nodes: new Set(select), edges: nothing } } : {}),
      });
    },
    undo() {
      const travelled = state.isReadOnly ? null : undo(state.history, state.document);
      if (travelled) set(travelled);
    },
    redo() {
      const travelled = state.isReadOnly ? null : redo(state.history, state.document);
      if (travelled) set(travelled);
    },
    travel(steps) {
      if (!state.isReadOnly) set(travel(state.history, state.document, steps));
    },
    takeOver: (taken) => set({ document: taken }),
    select({ nodes = nothing, edges = nothing }) {
      const selection = { nodes: new Set(nodes), edges: new Set(edges) };
      if (isSameSelection(selection, state.selection)) return;
      set({ selection });
    },
    openNode(nodeId, path) {
      lastWish += 1;
      set({
        openNodeId: nodeId,
        field: nodeId !== null && path !== undefined ? { nodeId, path, wish: lastWish } : null,
        ...(nodeId === null ? {} : { selection: { nodes: new Set([nodeId]), edges: nothing } }),
      });
    },
    openPanel: (panel) => set({ panel }),
    setRun: (run) => set({ run }),
    setReadOnly: (next) => set({ isReadOnly: next }),
    request(request) {
      for (const listener of requestListeners) listener(request);
    },
    onRequest(listener) {
      requestListeners.add(listener);
      return () => requestListeners.delete(listener);
    },
  };
  return store;
}

/** What is gone from the document is neither selected nor open. */
function withoutLost(state: EditorState): EditorState {
  const { nodes, edges } = state.document.graph;
  const nodeIds = new Set(nodes.map(({ id }) => id));
  const edgeIds = new Set(edges.map(({ id }) => id));
  const isOpen = state.openNodeId !== null && nodeIds.has(state.openNodeId);
  const { selection } = state;
  const isAllThere =
    [...selection.nodes].every((id) => nodeIds.has(id)) &&
    [...selection.edges].every((id) => edgeIds.has(id));
  return {
    ...state,
    openNodeId: isOpen ? state.openNodeId : null,
    selection: isAllThere
      ? selection
      : {
          nodes: new Set([...selection.nodes].filter((id) => nodeIds.has(id))),
          edges: new Set([...selection.edges].filter((id) => edgeIds.has(id))),
        },
  };
}

function isSameSelection(left: Selection, right: Selection): boolean {
  return isSameSet(left.nodes, right.nodes) && isSameSet(left.edges, right.edges);
}

function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((id) => right.has(id));
}
