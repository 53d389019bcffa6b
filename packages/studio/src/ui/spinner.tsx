import styles from './spinner.module.css';

/** Turns while something is going on; the words beside it say what. */
export function Spinner({ size = 16 }: { readonly size?: number }) {
  return (
    <svg
      className={styles['spinner']}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
    >
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
