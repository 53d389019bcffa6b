import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

interface NoticeProps {
  readonly tone?: Exclude<Tone, 'accent'>;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons for the way out. */
  readonly actions?: ReactNode;
}

const icons: Readonly<Record<NonNullable<NoticeProps['tone']>, IconName>> = {
  neutral: 'info',
  info: 'info',
  good: 'checkCircle',
  warn: 'alert',
  danger: 'alert',
};

/** A message in the flow of the page: what is the matter, and the way out. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  return (
    <div
      className={classNames(styles['notice'], styles[tone])}
      role={tone === 'danger' ? 'alert' : 'status'}
    >
      <Icon name={icons[tone]} />
      <div className={styles['words']}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
