import { isDisabledNode } from '@outpost/contracts';
import { moveInto, setDisabled } from '../model/graph-commands.ts';
import { containersAround, outermost } from '../model/graph-index.ts';
import { isMarker, isNote, isRoot } from '../model/kinds.ts';
import { pinNode, pinOf } from '../model/pins.ts';
import { selectionOf, type Action, type ActionContext } from './action.ts';

export function nodeActions({ editor, view }: ActionContext): readonly Action[] {
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
