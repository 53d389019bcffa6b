import type { ReactNode } from 'react';
import { useText } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { classNames } from '../../../../ui/class-names.ts';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { moved } from '../model/config-access.ts';
import styles from './fields.module.css';

interface RowsProps<Item> {
  readonly items: readonly Item[];
  readonly onChange: (items: readonly Item[]) => void;
  readonly row: (item: Item, index: number) => ReactNode;
  /** What a row is called for readers of the screen, e.g. its name. */
  readonly nameOf: (item: Item, index: number) => string;
  /** A new item; without it rows are only changed. */
  readonly create?: () => Item;
  readonly addLabel?: string;
  /** Whether the order means something. */
  readonly ordered?: boolean;
  /** Rows as boxes, for what takes several lines. */
  readonly boxed?: boolean;
  /** Fewest rows that must stay. */
  readonly rowsMin?: number;
  /** Said while there are none. */
  readonly empty?: string;
}

/** A list that is edited in place: rows with a menu to move and remove them, and a button to add. */
export function Rows<Item>({
  items,
  onChange,
  row,
  nameOf,
  create,
  addLabel,
  ordered = false,
  boxed = false,
  rowsMin = 0,
  empty,
}: RowsProps<Item>) {
  const text = useText();
  return (
    <div className={styles['rows']}>
      {items.length === 0 && empty && <p className={styles['hint']}>{empty}</p>}
      {items.map((item, index) => {
        const name = nameOf(item, index);
        const remove = (): void => onChange(items.filter((_, other) => other !== index));
        return (
          // Rows have no identity of their own: their place is what they are known by.
          <div key={index} className={classNames(styles['row'], boxed && styles['boxed'])}>
            <div className={styles['rowBody']}>{row(item, index)}</div>
            {ordered && items.length > 1 ? (
              <Menu
                groups={[
                  [
                    {
                      id: 'up',
                      label: text('forms.moveUp'),
                      icon: 'arrowUp',
                      disabled: index === 0,
                      onSelect: () => onChange(moved(items, index, -1)),
                    },
                    {
                      id: 'down',
                      label: text('forms.moveDown'),
                      icon: 'arrowDown',
                      disabled: index === items.length - 1,
                      onSelect: () => onChange(moved(items, index, 1)),
                    },
                  ],
                  [
                    {
                      id: 'remove',
                      label: text('forms.remove'),
                      icon: 'trash',
                      danger: true,
                      disabled: items.length <= rowsMin,
                      onSelect: remove,
                    },
                  ],
                ]}
              >
                <IconButton size="s" icon="more" label={text('forms.rowMenu', { name })} />
              </Menu>
            ) : (
              items.length > rowsMin && (
                <IconButton
                  size="s"
                  icon="trash"
                  label={text('forms.removeNamed', { name })}
                  onClick={remove}
                />
              )
            )}
          </div>
        );
      })}
      {create && (
        <Button
          size="s"
          look="quiet"
          icon="add"
          className={styles['add']}
          onClick={() => onChange([...items, create()])}
        >
          {addLabel ?? text('common.add')}
        </Button>
      )}
    </div>
  );
}
