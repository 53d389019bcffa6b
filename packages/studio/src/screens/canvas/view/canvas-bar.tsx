import { useStore } from '@xyflow/react';
import { useText } from '../../../text/text-context.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { useAction, useActions } from '../actions/action-context.tsx';
import styles from './canvas-bar.module.css';
import { useEditor } from './editor-context.tsx';
import { useView } from './view-store.ts';

/** The tools at the lower edge: pointer or hand, adding, undo, layout, zoom. */
export function CanvasBar() {
  const text = useText();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const mode = useView((state) => state.mode);
  return (
    <div className={styles['bar']} role="toolbar" aria-label={text('canvas.tools')}>
      <ActionButton id="pointer" isPressed={mode === 'pointer'} />
      <ActionButton id="hand" isPressed={mode === 'hand'} />
      {!isReadOnly && (
        <>
          <span className={styles['line']} />
          <ActionButton id="add" />
          <ActionButton id="add-note" />
          <ActionButton id="tidy" />
          <span className={styles['line']} />
          <UndoButtons />
        </>
      )}
      <span className={styles['line']} />
      <ActionButton id="zoom-out" />
      <ZoomMenu />
      <ActionButton id="zoom-in" />
      <ActionButton id="fit" />
    </div>
  );
}

function ActionButton({ id, isPressed }: { readonly id: string; readonly isPressed?: boolean }) {
  const text = useText();
  const action = useAction(id);
  return (
    <IconButton
      icon={action.icon ?? 'more'}
      label={text(action.label)}
      keys={action.keys?.[0]}
      onClick={action.run}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
    />
  );
}

function UndoButtons() {
  const text = useText();
  const undo = useAction('undo');
  const redo = useAction('redo');
  const last = useEditor(({ history }) => history.past.at(-1));
  const next = useEditor(({ history }) => history.future[0]);
  const label = (verb: string, step: typeof last): string =>
    step ? `${verb}: ${text(step.label.key, step.label.values)}` : verb;
  return (
    <>
      <IconButton
        icon="undo"
        label={label(text('common.undo'), last)}
        keys="Ctrl+Z"
        disabled={!last}
        onClick={undo.run}
      />
      <IconButton
        icon="redo"
        label={label(text('canvas.redo'), next)}
        keys="Ctrl+Shift+Z"
        disabled={!next}
        onClick={redo.run}
      />
    </>
  );
}

function ZoomMenu() {
  const text = useText();
  const actions = useActions();
  // Rounded, so that it is not drawn again for what nobody can read.
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const itemsOf = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const action = actions.find((one) => one.id === id);
      if (!action) return [];
      const { label, keys, isChecked, run } = action;
      return [
        {
          id,
          label: text(label),
          onSelect: run,
          ...(keys?.[0] ? { keys: keys[0] } : {}),
          ...(isChecked ? { checked: isChecked() } : {}),
        },
      ];
    });
  return (
    <Menu
      align="start"
      groups={[
        itemsOf(['zoom-100', 'fit', 'fit-selection']),
        itemsOf(['minimap']),
        itemsOf(['wheel-auto', 'wheel-zoom', 'wheel-pan']),
        itemsOf(['palette', 'shortcuts']),
      ]}
    >
      <button
        type="button"
        className={styles['zoom']}
        aria-label={text('canvas.zoomMenu', { percent })}
      >
        <Tooltip label={text('canvas.view')}>
          <span>{percent}%</span>
        </Tooltip>
      </button>
    </Menu>
  );
}
