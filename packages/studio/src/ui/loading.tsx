import { useText } from '../text/text-context.tsx';
import styles from './loading.module.css';
import { Spinner } from './spinner.tsx';

/** While a view is on its way. Shows itself only after a moment, so that quick things do not flash. */
export function Loading() {
  const text = useText();
  return (
    <div className={styles['loading']} role="status">
      <Spinner size={20} />
      <span>{text('common.loading')}</span>
    </div>
  );
}

/** Grey stand-ins of the coming content's size. */
export function Skeleton({ height, width }: { readonly height: number; readonly width?: number }) {
  return <span className={styles['skeleton']} style={{ height, width }} aria-hidden="true" />;
}

/** How far something is, 0 to 1; without a share it only says that it goes on. */
export function ProgressBar({
  share,
  label,
}: {
  readonly share: number | null;
  readonly label: string;
}) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div
      className={styles['progress']}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div
        className={styles[share === null ? 'goingOn' : 'done']}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
