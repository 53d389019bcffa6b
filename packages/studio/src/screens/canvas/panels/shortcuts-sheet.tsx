import { useText } from '../../../text/text-context.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Keys } from '../../../ui/keys.tsx';
import { useActions } from '../actions/action-context.tsx';
import { useView, useViewStore } from '../view/view-store.ts';
import styles from './shortcuts-sheet.module.css';

/** Every command that has keys. */
export function ShortcutsSheet() {
  const text = useText();
  const view = useViewStore();
  const actions = useActions();
  const isOpen = useView(({ dialog }) => dialog === 'shortcuts');
  return (
    <Dialog
      open={isOpen}
      size="l"
      title={text('canvas.shortcuts')}
      description={text('canvas.canvasHelp')}
      onClose={() => view.set({ dialog: null })}
    >
      <ul className={styles['list']}>
        {actions.map(({ id, label, keys = [] }) =>
          keys.length === 0 ? null : (
            <li key={id} className={styles['row']}>
              <span>{text(label)}</span>
              {keys.map((written) => (
                <Keys key={written} keys={written} />
              ))}
            </li>
          ),
        )}
      </ul>
    </Dialog>
  );
}
