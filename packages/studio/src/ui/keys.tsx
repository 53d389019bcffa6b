import styles from './keys.module.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const appleNames: Readonly<Record<string, string>> = {
  Ctrl: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↵',
  Delete: '⌫',
};

/** Keys as they are printed on this machine's keyboard: `Ctrl+Shift+Z`. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles['keys']}>
      {keys.split('+').map((key) => (
        <kbd key={key} className={styles['key']}>
          {(isApple && appleNames[key]) || key}
        </kbd>
      ))}
    </span>
  );
}
