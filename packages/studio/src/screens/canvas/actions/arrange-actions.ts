import type { MessageKey } from '../../../text/text-context.tsx';
import { arrange, type Arrangement } from '../model/arrange.ts';
import { tidy } from '../model/layout/tidy.ts';
import { selectionOf, type Action, type ActionContext } from './action.ts';

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

export function arrangeActions({ editor, animate }: ActionContext): readonly Action[] {
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
