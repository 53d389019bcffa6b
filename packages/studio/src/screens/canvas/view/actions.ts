/**
 * Every command of the editor, in one list: the menus, the palette, the keys and the sheet of keys
 * all read it, so a command is the same wherever it is found.
 */
import { isDisabledNode } from '@outpost/contracts';
import type { MessageKey } from '../../../text/text-context.tsx';
import type { IconName } from '../../../ui/icon-paths.ts';
import { arrange, type Arrangement } from '../model/arrange.ts';
import type { EditorStore, PanelName } from '../model/editor-store.ts';
import { moveInto, moveNodes, remove, setDisabled } from '../model/graph-commands.ts';
import { containersAround, indexOf, outermost } from '../model/graph-index.ts';
import { isMarker, isNote, isRoot } from '../model/kinds.ts';
import { tidy } from '../model/layout/tidy.ts';
import { pinNode, pinOf } from '../model/pins.ts';
import type { CanvasTools } from './canvas-tools.tsx';
import type { DialogName, ViewStore } from './view-store.ts';

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

export function createActions(context: ActionContext): readonly Action[] {
  return [
    ...editActions(context),
    ...nodeActions(context),
    ...arrangeActions(context),
    ...viewActions(context),
    ...runActions(context),
    ...panelActions(context),
  ];
}

function selectionOf(editor: EditorStore) {
  const { selection, document } = editor.getState();
  const { byId } = indexOf(document.graph);
  const nodes = [...selection.nodes].flatMap((id) => byId.get(id) ?? []);
  return { graph: document.graph, nodes, selection };
}

function editActions({ editor, view, tools, clipboard }: ActionContext): readonly Action[] {
  const hasNodes = () => editor.getState().selection.nodes.size > 0;
  const hasAny = () => hasNodes() || editor.getState().selection.edges.size > 0;
  const removeSelection = (joins: boolean): void => {
    const { graph, selection } = selectionOf(editor);
    editor.dispatch(remove(graph, selection, { joins }));
  };
  return [
    {
      id: 'undo',
      label: 'common.undo',
      group: 'edit',
      icon: 'undo',
      keys: ['Ctrl+Z'],
      edits: true,
      isEnabled: () => editor.getState().history.past.length > 0,
      run: () => editor.undo(),
    },
    {
      id: 'redo',
      label: 'canvas.redo',
      group: 'edit',
      icon: 'redo',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      edits: true,
      isEnabled: () => editor.getState().history.future.length > 0,
      run: () => editor.redo(),
    },
    {
      id: 'add',
      label: 'canvas.addNode',
      group: 'edit',
      icon: 'add',
      keys: ['Tab'],
      edits: true,
      run: () => tools.askToAdd(),
    },
    {
      id: 'add-note',
      label: 'canvas.addNote',
      group: 'edit',
      icon: 'note',
      keys: ['Shift+S'],
      edits: true,
      run: () => {
        const screen = tools.flow.middle();
        tools.add('', {
          screen,
          at: tools.flow.toCanvas(tools.flow.pointer() ?? screen),
          parentId: null,
        });
      },
    },
    // The keys of these three come from the browser, which then allows the clipboard on any page.
    {
      id: 'copy',
      label: 'common.copy',
      group: 'edit',
      icon: 'copy',
      keys: ['Ctrl+C'],
      isEnabled: hasNodes,
      run: () => clipboard.copy(),
    },
    {
      id: 'cut',
      label: 'canvas.cut',
      group: 'edit',
      keys: ['Ctrl+X'],
      edits: true,
      isEnabled: hasNodes,
      run: () => clipboard.cut(),
    },
    {
      id: 'paste',
      label: 'canvas.paste',
      group: 'edit',
      keys: ['Ctrl+V'],
      edits: true,
      run: () => clipboard.paste(),
    },
    {
      id: 'duplicate',
      label: 'canvas.duplicate',
      group: 'edit',
      keys: ['Ctrl+D'],
      edits: true,
      isEnabled: hasNodes,
      run: () => tools.duplicate(),
    },
    {
      id: 'delete',
      label: 'common.delete',
      group: 'edit',
      icon: 'trash',
      keys: ['Delete', 'Backspace'],
      danger: true,
      edits: true,
      isEnabled: hasAny,
      run: () => removeSelection(false),
    },
    {
      id: 'delete-and-join',
      label: 'canvas.deleteAndJoin',
      group: 'edit',
      keys: ['Shift+Delete', 'Shift+Backspace'],
      danger: true,
      edits: true,
      isEnabled: hasNodes,
      run: () => removeSelection(true),
    },
    {
      id: 'select-all',
      label: 'canvas.selectAll',
      group: 'edit',
      keys: ['Ctrl+A'],
      run: () =>
        editor.select({ nodes: editor.getState().document.graph.nodes.map(({ id }) => id) }),
    },
    dialogAction('find', 'canvas.find', 'search', ['Ctrl+F'], view),
  ];
}

function nodeActions({ editor, view }: ActionContext): readonly Action[] {
  const one = () => {
    const { nodes } = selectionOf(editor);
    return nodes.length === 1 ? nodes[0] : undefined;
  };
  const isStep = () => {
    const node = one();
    return node !== undefined && !isNote(node.kind) && !isMarker(node.kind);
  };
  const canSwitch = () =>
    selectionOf(editor).nodes.filter(({ kind }) => !isNote(kind) && !isRoot(kind));
  const isInside = () => selectionOf(editor).nodes.some(({ parentId }) => parentId !== undefined);
  return [
    {
      id: 'open',
      label: 'canvas.open',
      group: 'node',
      icon: 'edit',
      keys: ['Enter'],
      isEnabled: () => one() !== undefined && !isMarker(one()?.kind ?? ''),
      run: () => {
        const node = one();
        if (!node) return;
        if (isNote(node.kind)) view.set({ renamingId: node.id });
        else editor.openNode(node.id, '');
      },
    },
    {
      id: 'rename',
      label: 'common.rename',
      group: 'node',
      keys: ['F2'],
      edits: true,
      isEnabled: () => one() !== undefined && !isMarker(one()?.kind ?? ''),
      run: () => view.set({ renamingId: one()?.id ?? null }),
    },
    {
      id: 'disable',
      label: 'canvas.disable',
      group: 'node',
      icon: 'disable',
      keys: ['D', 'Ctrl+/'],
      edits: true,
      isEnabled: () => canSwitch().length > 0,
      isChecked: () => canSwitch().length > 0 && canSwitch().every(isDisabledNode),
      run: () => {
        const nodes = canSwitch();
        const { graph } = selectionOf(editor);
        editor.dispatch(
          setDisabled(
            graph,
            nodes.map(({ id }) => id),
            !nodes.every(isDisabledNode),
          ),
        );
      },
    },
    {
      id: 'pin',
      label: 'canvas.pin',
      group: 'node',
      icon: 'pin',
      keys: ['P'],
      edits: true,
      isEnabled: isStep,
      isChecked: () => pinOf(one() ?? { extra: {} }) !== null,
      run: () => {
        const node = one();
        if (!node) return;
        if (pinOf(node)) editor.dispatch(pinNode(node, null));
        else editor.request({ type: 'pin', nodeId: node.id });
      },
    },
    {
      id: 'move-out',
      label: 'canvas.moveOut',
      group: 'node',
      edits: true,
      isEnabled: isInside,
      run: () => {
        const { graph, nodes } = selectionOf(editor);
        const [first] = outermost(
          graph,
          nodes.map(({ id }) => id),
        );
        const around = first ? containersAround(graph, first.id) : [];
        editor.dispatch(
          moveInto(
            graph,
            nodes.map(({ id }) => id),
            around[1]?.id ?? null,
          ),
        );
      },
    },
  ];
}

const arrangeKeys: Readonly<Record<Arrangement, string>> = {
  left: 'Alt+A',
  center: 'Alt+H',
  right: 'Alt+D',
  top: 'Alt+W',
  middle: 'Alt+V',
  bottom: 'Alt+S',
  columns: 'Alt+Shift+H',
  rows: 'Alt+Shift+V',
};

function arrangeActions({ editor, animate }: ActionContext): readonly Action[] {
  const tidyAction = (
    id: string,
    label: MessageKey,
    keys: readonly string[],
    all: boolean,
  ): Action => ({
    id,
    label,
    group: 'arrange',
    icon: 'layout',
    keys,
    edits: true,
    ...(all ? {} : { isEnabled: () => editor.getState().selection.nodes.size > 1 }),
    run: () => {
      const { graph, selection } = selectionOf(editor);
      animate(() => editor.dispatch(tidy(graph, all ? null : selection.nodes)));
    },
  });
  return [
    tidyAction('tidy', 'canvas.tidy', ['Shift+L', 'Shift+Alt+T', 'Ctrl+O'], true),
    tidyAction('tidy-selection', 'canvas.tidySelection', ['Ctrl+Shift+L'], false),
    ...(Object.keys(arrangeKeys) as Arrangement[]).map((how): Action => ({
      id: `arrange-${how}`,
      label: `canvas.arrange.${how}`,
      group: 'arrange',
      keys: [arrangeKeys[how]],
      edits: true,
      isEnabled: () =>
        editor.getState().selection.nodes.size >= (how === 'columns' || how === 'rows' ? 3 : 2),
      run: () => {
        const { graph, selection } = selectionOf(editor);
        animate(() => editor.dispatch(arrange(graph, selection.nodes, how)));
      },
    })),
  ];
}

function viewActions({ editor, view, tools }: ActionContext): readonly Action[] {
  const { flow } = tools;
  const action = (
    id: string,
    label: MessageKey,
    keys: readonly string[],
    run: () => void,
    icon?: IconName,
  ): Action => ({
    id,
    label,
    group: 'view',
    keys,
    run,
    ...(icon ? { icon } : {}),
  });
  return [
    action('zoom-100', 'canvas.zoom100', ['0'], () => flow.zoomTo(1)),
    action('fit', 'canvas.fit', ['1', 'Shift+1'], () => flow.fit([]), 'fit'),
    action('fit-selection', 'canvas.fitSelection', ['2', 'Shift+2'], () =>
      flow.fit(editor.getState().selection.nodes),
    ),
    action('zoom-in', 'canvas.zoomIn', ['+', '='], () => flow.zoomBy(1.25), 'zoomIn'),
    action('zoom-out', 'canvas.zoomOut', ['-'], () => flow.zoomBy(0.8), 'zoomOut'),
    {
      ...action(
        'pointer',
        'canvas.pointerMode',
        ['V'],
        () => view.set({ mode: 'pointer' }),
        'pointer',
      ),
      isChecked: () => view.getState().mode === 'pointer',
    },
    {
      ...action('hand', 'canvas.handMode', ['H'], () => view.set({ mode: 'hand' }), 'hand'),
      isChecked: () => view.getState().mode === 'hand',
    },
    {
      ...action('minimap', 'canvas.minimap', ['M'], () =>
        view.set({ hasMinimap: !view.getState().hasMinimap }),
      ),
      isChecked: () => view.getState().hasMinimap,
    },
    ...(['auto', 'zoom', 'pan'] as const).map((wheel): Action => ({
      id: `wheel-${wheel}`,
      label: `canvas.wheel.${wheel}`,
      group: 'view',
      isChecked: () => view.getState().wheel === wheel,
      run: () => view.set({ wheel }),
    })),
    dialogAction('palette', 'canvas.palette', 'search', ['Ctrl+K'], view),
    dialogAction('shortcuts', 'canvas.shortcuts', 'keyboard', ['?'], view),
  ];
}

function runActions({ editor }: ActionContext): readonly Action[] {
  const step = () => {
    const { nodes } = selectionOf(editor);
    const [node] = nodes;
    return nodes.length === 1 && node && !isNote(node.kind) && !isMarker(node.kind)
      ? node
      : undefined;
  };
  return [
    {
      id: 'run-node',
      label: 'canvas.runNode',
      group: 'run',
      icon: 'play',
      keys: ['Ctrl+Enter'],
      isEnabled: () => step() !== undefined,
      run: () => editor.request({ type: 'run-node', nodeId: step()?.id ?? '' }),
    },
    {
      id: 'run-from',
      label: 'canvas.runFrom',
      group: 'run',
      keys: ['Ctrl+Shift+Enter'],
      isEnabled: () => step() !== undefined,
      run: () => editor.request({ type: 'run-from', nodeId: step()?.id ?? '' }),
    },
    {
      id: 'run',
      label: 'canvas.run',
      group: 'run',
      icon: 'play',
      keys: ['Alt+R', 'Ctrl+Enter'],
      run: () => {
        editor.openPanel('run');
        editor.request({ type: 'run' });
      },
    },
  ];
}

const panelRows: readonly (readonly [PanelName, MessageKey, IconName])[] = [
  ['problems', 'canvas.problems', 'alert'],
  ['history', 'canvas.history', 'history'],
  ['versions', 'canvas.versions', 'compare'],
  ['variables', 'canvas.variables', 'variable'],
  ['features', 'canvas.features', 'sparkle'],
];

function panelActions({ editor, view }: ActionContext): readonly Action[] {
  return [
    ...panelRows.map(([panel, label, icon]): Action => ({
      id: `panel-${panel}`,
      label,
      group: 'panels',
      icon,
      isChecked: () => editor.getState().panel === panel,
      run: () => editor.openPanel(editor.getState().panel === panel ? null : panel),
    })),
    {
      ...dialogAction('publish', 'canvas.publish', 'upload', ['Ctrl+Shift+P'], view),
      group: 'panels',
    },
  ];
}

function dialogAction(
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

/** Moves the selection by arrow keys; steps in quick succession are one. */
export function nudge(editor: EditorStore, dx: number, dy: number): void {
  const { graph, nodes } = selectionOf(editor);
  const tops = outermost(
    graph,
    nodes.map(({ id }) => id),
  ).filter(({ kind }) => !isMarker(kind));
  const positions = new Map(
    tops.map(({ id, position }) => [id, { x: position.x + dx, y: position.y + dy }] as const),
  );
  const key = `nudge ${[...positions.keys()].join(' ')}`;
  if (positions.size > 0) editor.dispatch(moveNodes(graph, positions, key));
}
