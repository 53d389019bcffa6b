import type { MessageKey } from '../../../text/text-context.tsx';
import type { IconName } from '../../../ui/icon-paths.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { indexOf } from '../model/graph-index.ts';
import type { CanvasTools } from '../view/canvas-tools.tsx';
import type { DialogName, ViewStore } from '../view/view-store.ts';

export type ActionGroup = 'edit' | 'node' | 'arrange' | 'view' | 'run' | 'panels';

export interface Action {
  readonly id: string;
  readonly label: MessageKey;
  readonly group: ActionGroup;
  readonly icon?: IconName;
  /** The first one is shown. */
  readonly keys?: readonly string[];
  readonly danger?: boolean;
  /** Whether it changes the document. */
  readonly edits?: boolean;
  readonly isEnabled?: () => boolean;
  readonly isChecked?: () => boolean;
  readonly run: () => void;
}

export interface ActionContext {
  readonly editor: EditorStore;
  readonly view: ViewStore;
  readonly tools: CanvasTools;
  readonly clipboard: { copy(): void; cut(): void; paste(): void };
  /** Moves nodes to their places in sight of the person. */
  readonly animate: (change: () => void) => void;
}

export function selectionOf(editor: EditorStore) {
  const { selection, document } = editor.getState();
  const { byId } = indexOf(document.graph);
  const nodes = [...selection.nodes].flatMap((id) => byId.get(id) ?? []);
  return { graph: document.graph, nodes, selection };
}

export function dialogAction(
  dialog: DialogName,
  label: MessageKey,
  icon: IconName,
  keys: readonly string[],
  view: ViewStore,
): Action {
  return {
    id: dialog,
    label,
    group: 'view',
    icon,
    keys,
    run: () => view.set({ dialog, quickAdd: null, menu: null }),
  };
}
