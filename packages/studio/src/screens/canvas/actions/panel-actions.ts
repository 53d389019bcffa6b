import { isMarker, isNote } from '../model/kinds.ts';
import { dialogAction, selectionOf, type Action, type ActionContext } from './action.ts';

export function runActions({ editor }: ActionContext): readonly Action[] {
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

export function panelActions({ view }: ActionContext): readonly Action[] {
  return [
    {
      ...dialogAction('publish', 'canvas.publish', 'upload', ['Ctrl+Shift+P'], view),
      group: 'panels',
    },
  ];
}
