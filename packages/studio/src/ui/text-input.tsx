import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';
import { Icon, type IconName } from './icon.tsx';

interface TextInputProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'value' | 'onChange' | 'size'
> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly size?: 'm' | 'l';
  readonly icon?: IconName;
  readonly ref?: React.Ref<HTMLInputElement>;
}

export function TextInput({ onChange, size = 'm', icon, className, ...rest }: TextInputProps) {
  const input = (
    <input
      type="text"
      {...rest}
      className={classNames(styles['control'], size === 'l' && styles['large'], className)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  if (!icon) return input;
  return (
    <div className={styles['withIcon']}>
      <Icon name={icon} />
      {input}
    </div>
  );
}

interface TextAreaProps extends Omit<
  TextareaHTMLAttributes<HTMLTextAreaElement>,
  'value' | 'onChange'
> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: React.Ref<HTMLTextAreaElement>;
}

export function TextArea({ onChange, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      className={classNames(styles['control'], styles['area'], className)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
