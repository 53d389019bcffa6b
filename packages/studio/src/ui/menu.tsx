import { ContextMenu as ContextPrimitive, DropdownMenu as Primitive } from 'radix-ui';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';
import styles from './menu.module.css';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly keys?: string;
  /** For what destroys. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Set for items that are switched on and off. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

/** Items in groups; a line is drawn between groups. Empty groups vanish. */
export type MenuGroups = readonly (readonly MenuItem[])[];

interface MenuProps {
  readonly groups: MenuGroups;
  /** One element that can have the focus; it opens the menu. */
  readonly children: ReactElement;
}

export function Menu({
  groups,
  children,
  align = 'end',
}: MenuProps & { readonly align?: 'start' | 'end' }) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <MenuContent groups={groups} align={align} />
    </Primitive.Root>
  );
}

/** What an open menu shows; stands inside the root of one. */
export function MenuContent({
  groups,
  align,
}: {
  readonly groups: MenuGroups;
  readonly align: 'start' | 'end';
}) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        className={styles['menu']}
        align={align}
        sideOffset={4}
        collisionPadding={8}
        onClick={(event) => event.stopPropagation()}
      >
        <Groups groups={groups} parts={Primitive} />
      </Primitive.Content>
    </Primitive.Portal>
  );
}

/** The same menu under the right button, a long press, or the menu key. */
export function ContextMenu({ groups, children }: MenuProps) {
  return (
    <ContextPrimitive.Root modal={false}>
      <ContextPrimitive.Trigger asChild>{children}</ContextPrimitive.Trigger>
      <ContextPrimitive.Portal>
        <ContextPrimitive.Content className={styles['menu']} collisionPadding={8}>
          <Groups groups={groups} parts={ContextPrimitive} />
        </ContextPrimitive.Content>
      </ContextPrimitive.Portal>
    </ContextPrimitive.Root>
  );
}

function Groups({
  groups,
  parts,
}: {
  readonly groups: MenuGroups;
  readonly parts: typeof Primitive | typeof ContextPrimitive;
}) {
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <parts.Group key={group[0]?.id}>
        {index > 0 && <parts.Separator className={styles['line']} />}
        {group.map(({ id, label, icon, keys, danger, disabled, checked, onSelect }) => (
          <parts.Item
            key={id}
            className={classNames(styles['item'], danger && styles['danger'])}
            disabled={disabled === true}
            onSelect={onSelect}
            {...(checked === undefined
              ? {}
              : { role: 'menuitemcheckbox', 'aria-checked': checked })}
          >
            <span className={styles['icon']}>
              {checked === undefined
                ? icon && <Icon name={icon} size={15} />
                : checked && <Icon name="check" size={15} />}
            </span>
            <span className={styles['label']}>{label}</span>
            {keys && <Keys keys={keys} />}
          </parts.Item>
        ))}
      </parts.Group>
    ));
}
