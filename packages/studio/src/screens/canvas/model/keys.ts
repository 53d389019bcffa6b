/** Keys as they are written in menus (`Ctrl+Shift+Z`), matched against what was pressed. */
export interface KeyPress {
  readonly key: string;
  /** The key's place on the keyboard, e.g. `KeyD`: Alt changes what the key writes. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** `Ctrl` is the command key of an Apple keyboard as well. */
export function isPressed(keys: string, press: KeyPress): boolean {
  const parts = keys.split('+');
  // `Ctrl++` ends in the key itself.
  const key = keys.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  if (wants('Ctrl') !== (press.ctrlKey || press.metaKey) || wants('Alt') !== press.altKey)
    return false;
  // Signs such as `?` need Shift on one keyboard and not on another.
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key);
  if (!isSign && wants('Shift') !== press.shiftKey) return false;
  if (isSign) return press.key === key;
  if (key.length > 1) return press.key === (names[key] ?? key);
  if (/[0-9]/.test(key)) return press.code === `Digit${key}` || press.code === `Numpad${key}`;
  return press.key.toUpperCase() === key || press.code === `Key${key}`;
}

const names: Readonly<Record<string, string>> = {
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Space: ' ',
};

/** Whether keys pressed there are written, and must not be taken as commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const name = target.tagName;
  if (name === 'TEXTAREA' || name === 'SELECT') return true;
  return (
    name === 'INPUT' &&
    !/^(checkbox|radio|button|range|color)$/.test((target as HTMLInputElement).type)
  );
}
