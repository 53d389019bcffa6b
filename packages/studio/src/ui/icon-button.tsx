import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'title'> {
  readonly icon: IconName;
  /** Its name for everybody: the tooltip and what a screen reader says. */
  readonly label: string;
  /** Keys that do the same, shown in the tooltip, e.g. `Ctrl+Z`. */
  readonly keys?: string | undefined;
  readonly look?: 'normal' | 'quiet' | 'danger';
  readonly size?: 's' | 'm' | 'l';
  readonly ref?: React.Ref<HTMLButtonElement>;
}

export function IconButton({
  icon,
  label,
  keys,
  look = 'quiet',
  size = 'm',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        className={classNames(
          styles['button'],
          styles[look],
          styles[`size-${size}`],
          styles['square'],
          className,
        )}
      >
        <Icon name={icon} size={size === 's' ? 14 : size === 'm' ? 16 : 20} />
      </button>
    </Tooltip>
  );
}
