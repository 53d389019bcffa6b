import type { EditorStore } from '../model/editor-store.ts';
import { moveNodes, remove } from '../model/graph-commands.ts';
import { outermost } from '../model/graph-index.ts';
import { isMarker } from '../model/kinds.ts';
import { selectionOf, type Action, type ActionContext } from './action.ts';

export function editActions({ editor, tools, clipboard }: ActionContext): readonly Action[] {
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
  ];
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
