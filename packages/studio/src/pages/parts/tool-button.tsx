import type { ButtonHTMLAttributes } from 'react';
import buttonStyles from '../../ui/button.module.css';
import { classNames } from '../../ui/class-names.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

interface ToolButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'title'> {
  readonly icon: IconName;
  readonly label: string;
  readonly size?: 's' | 'm' | 'l';
  readonly ref?: React.Ref<HTMLButtonElement>;
}

/** A button that is an icon. Its name is the browser's own tooltip: the studio's would weigh more than the page. */
export function ToolButton({ icon, label, size = 'm', className, ...rest }: ToolButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      title={label}
      aria-label={label}
      className={classNames(
        buttonStyles['button'],
        buttonStyles['quiet'],
        buttonStyles[`size-${size}`],
        buttonStyles['square'],
        className,
      )}
    >
      <Icon name={icon} size={size === 's' ? 15 : size === 'm' ? 17 : 20} />
    </button>
  );
}
