import { useText } from '../../../text/text-context.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useActions } from '../actions/action-context.tsx';
import styles from './select-bar.module.css';
import { useEditor } from './editor-context.tsx';

const arrangeIcons: readonly (readonly [string, IconName])[] = [
  ['arrange-left', 'alignLeft'],
  ['arrange-center', 'alignCenter'],
  ['arrange-right', 'alignRight'],
  ['arrange-top', 'alignTop'],
  ['arrange-middle', 'alignMiddle'],
  ['arrange-bottom', 'alignBottom'],
  ['arrange-columns', 'spreadX'],
  ['arrange-rows', 'spreadY'],
];

/** While several nodes are selected: how many, and how to line them up. */
export function SelectBar() {
  const text = useText();
  const actions = useActions();
  const count = useEditor((state) => state.selection.nodes.size);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  if (count < 2 || isReadOnly) return null;
  const button = (id: string, icon: IconName) => {
    const action = actions.find((one) => one.id === id);
    return (
      action && (
        <IconButton
          key={id}
          icon={icon}
          label={text(action.label)}
          keys={action.keys?.[0]}
          disabled={!(action.isEnabled?.() ?? true)}
          onClick={action.run}
        />
      )
    );
  };
  return (
    <div className={styles['bar']} role="toolbar" aria-label={text('canvas.selectionTools')}>
      <span className={styles['count']}>
        <Icon name="check" size={13} />
        {text('canvas.selected', { count })}
      </span>
      {arrangeIcons.map(([id, icon]) => button(id, icon))}
      <span className={styles['line']} />
      {button('tidy-selection', 'layout')}
      {button('duplicate', 'copy')}
      {button('delete', 'trash')}
    </div>
  );
}
