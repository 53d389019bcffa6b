import styles from './app-icon.module.css';

interface AppIconProps {
  /** An emoji; anything longer is shown by its first letters. */
  readonly icon: string;
  readonly background: string;
  readonly size?: number;
}

const hexColour = /^#[0-9a-f]{3,8}$/i;

/** An app's sign as its author chose it. */
export function AppIcon({ icon, background, size = 36 }: AppIconProps) {
  const ground = hexColour.test(background) ? background : undefined;
  return (
    <span
      className={styles['icon']}
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.54, background: ground }}
    >
      {/^\p{Extended_Pictographic}/u.test(icon) ? icon : '🤖'}
    </span>
  );
}
