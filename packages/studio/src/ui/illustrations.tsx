/** Our own small pictures for places where there is nothing yet. Colours come from the tokens. */
import styles from './illustrations.module.css';

/** A lighthouse on its rock: home, first steps, anything lost. */
export function LighthousePicture({ size = 132 }: { readonly size?: number }) {
  return (
    <svg className={styles['picture']} width={size} height={size} viewBox="0 0 132 132" aria-hidden>
      <circle cx="66" cy="66" r="58" className={styles['sky']} />
      <path d="M72 39 122 24a58 58 0 0 1 2 33z" className={styles['beam']} />
      <path d="M60 39 10 24a58 58 0 0 0-2 33z" className={styles['beam']} />
      <path d="M57 46h18l5 48H52z" className={styles['wall']} />
      <path
        d="m56 57 20 5 .9 9L54.8 64.800zM53.9 75l24 5.9 1 9.1-26-6.500z"
        className={styles['stripe']}
      />
      <path d="M57 33h18v13H57z" className={styles['lamp']} />
      <path d="M54 33h24L66 23z" className={styles['roof']} />
      <path d="M52 46h28" className={styles['line']} />
      <path
        d="M12 88c14-5 22 2 33 4 8 1.5 12 2 21 2s14-1 22-3c12-2.7 20-8 34-3a58 58 0 0 1-110 0z"
        className={styles['rock']}
      />
    </svg>
  );
}

/** Three steps joined by lines: flows, runs, tests. */
export function StepsPicture({ size = 132 }: { readonly size?: number }) {
  return (
    <svg className={styles['picture']} width={size} height={size} viewBox="0 0 132 132" aria-hidden>
      <circle cx="66" cy="66" r="58" className={styles['sky']} />
      <path d="M44 48h14a8 8 0 0 1 8 8v20a8 8 0 0 0 8 8h14M44 48h44" className={styles['line']} />
      <rect x="20" y="36" width="30" height="24" rx="7" className={styles['wall']} />
      <rect x="82" y="36" width="30" height="24" rx="7" className={styles['wall']} />
      <rect x="82" y="72" width="30" height="24" rx="7" className={styles['wall']} />
      <circle cx="35" cy="48" r="5" className={styles['stripe']} />
      <circle cx="97" cy="48" r="5" className={styles['lamp']} />
      <circle cx="97" cy="84" r="5" className={styles['lamp']} />
    </svg>
  );
}

/** A drawer with a sheet: logs, files, lists with nothing in them. */
export function DrawerPicture({ size = 132 }: { readonly size?: number }) {
  return (
    <svg className={styles['picture']} width={size} height={size} viewBox="0 0 132 132" aria-hidden>
      <circle cx="66" cy="66" r="58" className={styles['sky']} />
      <rect x="44" y="26" width="44" height="50" rx="5" className={styles['wall']} />
      <path d="M53 40h26M53 49h26M53 58h16" className={styles['line']} />
      <path
        d="M24 66h18a6 6 0 0 1 5.6 4l1.8 5a6 6 0 0 0 5.6 4h22a6 6 0 0 0 5.6-4l1.8-5a6 6 0 0 1 5.6-4H108v32a8 8 0 0 1-8 8H32a8 8 0 0 1-8-8z"
        className={styles['rock']}
      />
      <circle cx="66" cy="92" r="4" className={styles['lamp']} />
    </svg>
  );
}
