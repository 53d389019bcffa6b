import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './spinner.tsx';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  /** `primary` once a view; `quiet` in toolbars and lists; `danger` for what destroys. */
  readonly look?: 'primary' | 'normal' | 'quiet' | 'danger';
  readonly size?: 's' | 'm' | 'l';
  readonly icon?: IconName | undefined;
  /** Shows that the work is going on and takes no further click. */
  readonly busy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly ref?: React.Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function Button({
  look = 'normal',
  size = 'm',
  icon,
  busy = false,
  type = 'button',
  children,
  className,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classNames(styles['button'], styles[look], styles[`size-${size}`], className)}
    >
      {busy ? <Spinner size={14} /> : icon && <Icon name={icon} size={size === 's' ? 14 : 16} />}
      {children}
    </button>
  );
}
