import { Checkbox as CheckboxPrimitive, Switch as SwitchPrimitive } from 'radix-ui';
import { Icon } from './icon.tsx';
import styles from './switch.module.css';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Its name, when no label stands beside it. */
  readonly label?: string;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly 'aria-describedby'?: string | undefined;
}

/** For what takes effect at once. */
export function Switch({ onChange, label, ...rest }: SwitchProps) {
  return (
    <SwitchPrimitive.Root
      {...rest}
      aria-label={label}
      onCheckedChange={onChange}
      className={styles['switch']}
    >
      <SwitchPrimitive.Thumb className={styles['thumb']} />
    </SwitchPrimitive.Root>
  );
}

/** For what is chosen among others, or sent with a form. */
export function Checkbox({ onChange, label, checked, ...rest }: SwitchProps) {
  return (
    <label className={styles['checkboxLine']}>
      <CheckboxPrimitive.Root
        {...rest}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
        className={styles['checkbox']}
      >
        <CheckboxPrimitive.Indicator>
          <Icon name="check" size={12} />
        </CheckboxPrimitive.Indicator>
      </CheckboxPrimitive.Root>
      {label}
    </label>
  );
}
