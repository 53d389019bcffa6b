import type { ReactNode } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { LighthousePicture } from '../../ui/illustrations.tsx';
import styles from './screens.module.css';

interface NoticeProps {
  readonly title: string;
  readonly onRetry?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A whole page that says why there is nothing else on it. */
export function Notice({ title, onRetry, children }: NoticeProps) {
  const text = useText();
  return (
    <main className={styles['screen']}>
      <LighthousePicture />
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['words']}>{children}</p>
      {onRetry && <Button onClick={onRetry}>{text('common.tryAgain')}</Button>}
    </main>
  );
}
