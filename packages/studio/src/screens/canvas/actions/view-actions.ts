import type { MessageKey } from '../../../text/text-context.tsx';
import type { IconName } from '../../../ui/icon-paths.ts';
import { dialogAction, type Action, type ActionContext } from './action.ts';

export function viewActions({ editor, view, tools }: ActionContext): readonly Action[] {
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
    dialogAction('shortcuts', 'canvas.shortcuts', 'keyboard', ['?'], view),
  ];
}
