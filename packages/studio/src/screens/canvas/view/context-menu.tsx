import { useText } from '../../../text/text-context.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import type { MenuGroups } from '../../../ui/menu.tsx';
import { containerAt } from '../model/drop.ts';
import { useActions } from '../actions/action-context.tsx';
import { useCanvasTools } from './canvas-tools.tsx';
import { useEditor, useEditorStore } from './editor-context.tsx';
import { useView, useViewStore, type MenuTarget } from './view-store.ts';

const menus: Readonly<Record<MenuTarget['type'] | 'several', readonly (readonly string[])[]>> = {
  node: [
    ['open', 'rename'],
    ['run-node', 'run-from', 'pin', 'disable'],
    ['copy', 'cut', 'duplicate'],
    ['fit-selection', 'move-out'],
    ['delete', 'delete-and-join'],
  ],
  several: [
    ['disable'],
    ['copy', 'cut', 'duplicate'],
    [
      'tidy-selection',
      'arrange-left',
      'arrange-center',
      'arrange-top',
      'arrange-middle',
      'arrange-columns',
      'arrange-rows',
    ],
    ['fit-selection', 'move-out'],
    ['delete', 'delete-and-join'],
  ],
  edge: [['insert'], ['delete']],
  pane: [
    ['add', 'add-note', 'paste'],
    ['run'],
    ['select-all', 'tidy', 'fit', 'find'],
    ['undo', 'redo'],
    ['palette', 'shortcuts'],
  ],
};

/** What can be done where the right button was pressed. */
export function CanvasMenu() {
  const text = useText();
  const view = useViewStore();
  const editor = useEditorStore();
  const tools = useCanvasTools();
  const actions = useActions();
  const menu = useView((state) => state.menu);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const count = useEditor((state) => state.selection.nodes.size);
  if (!menu) return null;
  const { screen, target } = menu;
  const close = (): void => {
    view.set({ menu: null });
    const { quickAdd, dialog, renamingId } = view.getState();
    if (!quickAdd && !dialog && renamingId === null) tools.focusCanvas();
  };
  const special: Readonly<Record<string, () => void>> = {
    insert: () =>
      view.set({
        quickAdd: {
          screen,
          at: null,
          parentId: null,
          into: target.type === 'edge' ? target.id : '',
        },
      }),
    add: () => {
      if (target.type !== 'pane') return tools.askToAdd();
      const container = containerAt(editor.getState().document.graph, target.at, new Set());
      view.set({ quickAdd: { screen, at: target.at, parentId: container?.id ?? null } });
    },
  };
  const layout = menus[target.type === 'node' && count > 1 ? 'several' : target.type];
  const groups: MenuGroups = layout.map((ids) =>
    ids.flatMap((id) => {
      if (id === 'insert')
        return isReadOnly
          ? []
          : [
              {
                id,
                label: text('canvas.insertHere'),
                icon: 'add' as const,
                onSelect: () => special['insert']?.(),
              },
            ];
      const action = actions.find((one) => one.id === id);
      if (!action || (isReadOnly && action.edits)) return [];
      const isEnabled = action.isEnabled?.() ?? true;
      if (!isEnabled && id !== 'undo' && id !== 'redo') return [];
      return [
        {
          id,
          label: text(action.label),
          ...(action.icon ? { icon: action.icon } : {}),
          ...(action.keys?.[0] ? { keys: action.keys[0] } : {}),
          ...(action.danger ? { danger: true } : {}),
          ...(isEnabled ? {} : { disabled: true }),
          ...(action.isChecked ? { checked: action.isChecked() } : {}),
          onSelect: special[id] ?? action.run,
        },
      ];
    }),
  );
  return <FloatingMenu groups={groups} at={screen} label={text('canvas.menu')} onClose={close} />;
}
