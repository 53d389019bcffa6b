import { DropdownMenu as Primitive } from 'radix-ui';
import { MenuContent, type MenuGroups } from './menu.tsx';

interface FloatingMenuProps {
  readonly groups: MenuGroups;
  /** In the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** What it is about, for readers of the screen. */
  readonly label: string;
  readonly onClose: () => void;
}

/** A menu that stands at a place, not at a button: for a picture whose parts are no elements. */
export function FloatingMenu({ groups, at, label, onClose }: FloatingMenuProps) {
  return (
    // A new place is a new menu.
    <Primitive.Root
      key={`${at.x} ${at.y}`}
      open
      modal={false}
      onOpenChange={(open) => !open && onClose()}
    >
      <Primitive.Trigger asChild>
        <span
          aria-label={label}
          style={{ position: 'fixed', left: at.x, top: at.y, width: 0, height: 0 }}
        />
      </Primitive.Trigger>
      <MenuContent groups={groups} align="start" />
    </Primitive.Root>
  );
}
