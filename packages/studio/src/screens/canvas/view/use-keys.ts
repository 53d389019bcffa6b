import { useEffect } from 'react';
import { factsOf } from '../model/node-facts.ts';
import { indexOf } from '../model/graph-index.ts';
import { isMarker, isNote } from '../model/kinds.ts';
import { isPressed, isTyping } from '../model/keys.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { walk, type Direction } from '../model/walk.ts';
import type { Action } from '../actions/action.ts';
import { nudge } from '../actions/edit-actions.ts';
import type { CanvasTools } from './canvas-tools.tsx';
import type { ViewStore } from './view-store.ts';

const arrows: Readonly<Record<string, readonly [Direction, number, number]>> = {
  ArrowLeft: ['left', -1, 0],
  ArrowRight: ['right', 1, 0],
  ArrowUp: ['up', 0, -1],
  ArrowDown: ['down', 0, 1],
};
const grid = 8;
/** Left to the browser, which sends clipboard events for them. */
const clipboardActions: ReadonlySet<string> = new Set(['copy', 'cut', 'paste']);

interface KeysOptions {
  readonly editor: EditorStore;
  readonly view: ViewStore;
  readonly tools: CanvasTools;
  readonly actions: readonly Action[];
  /** Says for readers of the screen where the walk has led. */
  readonly announce: (nodeId: string) => void;
}

/** The keyboard: the keys of the actions, walking the graph, nudging, and showing the flow of data. */
export function useKeys(options: KeysOptions): void {
  const { editor, view, tools, actions, announce } = options;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const isInField = isTyping(event.target);
      const isElsewhere =
        (event.target as Element).closest?.('[role="dialog"], [role="menu"]') ?? null;
      if (isElsewhere !== null || view.getState().quickAdd !== null) return;
      // Undo and a few others are the editor's even while somebody types.
      const allowed = isInField ? actions.filter(({ id }) => inFields.has(id)) : actions;
      const isOnControl = !isInField && isControl(event.target);
      if (!isInField && !isOnControl && arrowKey(event, options)) return event.preventDefault();
      if (event.key === 'Escape' && !isInField) return escape(editor, view);
      if (event.key === 'Shift') return showFlow(editor, view, tools);
      if (event.key === ' ' && !isInField && !isOnControl) return selectFocused(editor, event);
      const action = allowed.find(
        ({ id, keys = [], isEnabled, edits }) =>
          !clipboardActions.has(id) &&
          keys.some((written) => isPressed(written, event)) &&
          (isEnabled?.() ?? true) &&
          !(edits === true && editor.getState().isReadOnly),
      );
      if (!action) return;
      // Tab and Enter belong to buttons and links when the focus is on one.
      if (isOnControl && /^(Tab|Enter)$/.test(event.key) && !event.ctrlKey && !event.metaKey)
        return;
      if (event.key === 'Tab' && !isOnCanvas(event.target)) return;
      event.preventDefault();
      if (action.id === 'open') openFocused(editor);
      action.run();
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === 'Shift') view.set({ flowOfNodeId: null });
    };
    const onBlur = (): void => view.set({ flowOfNodeId: null });
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [editor, view, tools, actions, announce]);
}

const inFields: ReadonlySet<string> = new Set([
  'undo',
  'redo',
  'palette',
  'run',
  'run-node',
  'publish',
]);

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a, [role="tab"], [role="radio"], [role="slider"], [role="option"]') !==
      null
  );
}

function isOnCanvas(target: EventTarget | null): boolean {
  return (
    target === document.body ||
    (target instanceof HTMLElement && target.closest('[role="application"]') !== null)
  );
}

/** Arrows move what is selected; with nothing selected, or with Alt, they walk from node to node. */
function arrowKey(event: KeyboardEvent, { editor, tools, announce }: KeysOptions): boolean {
  const arrow = arrows[event.key];
  if (!arrow || event.ctrlKey || event.metaKey || !isOnCanvas(event.target)) return false;
  const [direction, dx, dy] = arrow;
  const { selection, document: edited, isReadOnly } = editor.getState();
  if (selection.nodes.size > 0 && !event.altKey) {
    if (isReadOnly) return true;
    const step = event.shiftKey ? grid * 5 : grid;
    nudge(editor, dx * step, dy * step);
    return true;
  }
  const next = walk(edited.graph, focusedNode() ?? [...selection.nodes][0] ?? null, direction);
  if (next === null) return true;
  if (selection.nodes.size > 0) editor.select({});
  tools.flow.reveal(next);
  document.getElementById(`node-${next}`)?.focus({ preventScroll: true });
  announce(next);
  return true;
}

/** The node that the walk has led to. */
function focusedNode(): string | null {
  const id = document.activeElement?.id ?? '';
  return id.startsWith('node-') ? id.slice('node-'.length) : null;
}

function selectFocused(editor: EditorStore, event: KeyboardEvent): void {
  const id = focusedNode();
  if (id === null) return;
  event.preventDefault();
  const { nodes } = editor.getState().selection;
  if (event.shiftKey)
    editor.select({
      nodes: nodes.has(id) ? [...nodes].filter((one) => one !== id) : [...nodes, id],
    });
  else editor.select({ nodes: [id] });
}

/** Enter on the node that has the focus opens it, selected or not. */
function openFocused(editor: EditorStore): void {
  const id = focusedNode();
  if (id !== null) editor.select({ nodes: [id] });
}

function escape(editor: EditorStore, view: ViewStore): void {
  const { menu, dialog, quickAdd } = view.getState();
  const { openNodeId, selection } = editor.getState();
  if (menu || quickAdd || dialog) view.set({ menu: null, quickAdd: null, dialog: null });
  else if (openNodeId !== null) editor.openNode(null);
  else if (selection.nodes.size + selection.edges.size > 0) editor.select({});
  else editor.openPanel(null);
}

/** Shift held over a node lights up what it reads and who reads it. */
function showFlow(editor: EditorStore, view: ViewStore, tools: CanvasTools): void {
  const { connecting, moving, selectionBox } = view.getState();
  if (connecting || moving || selectionBox) return;
  const pointer = tools.flow.pointer();
  const under = pointer && document.elementFromPoint(pointer.x, pointer.y);
  const id = under?.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? focusedNode();
  const node = indexOf(editor.getState().document.graph).byId.get(id ?? '');
  if (node && !isNote(node.kind) && !isMarker(node.kind) && factsOf(node))
    view.set({ flowOfNodeId: node.id });
}
