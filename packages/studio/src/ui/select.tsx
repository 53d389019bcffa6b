import { Select as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { styleNonce } from '../start/style-nonce.ts';
import { classNames } from './class-names.ts';
import fieldStyles from './field.module.css';
import { Icon } from './icon.tsx';
import menuStyles from './menu.module.css';
import styles from './select.module.css';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Second line, in small. */
  readonly hint?: string;
  readonly disabled?: boolean;
}

interface SelectProps<Value extends string> {
  readonly value: Value | null;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly label?: string;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly size?: 's' | 'm' | 'l';
  readonly className?: string;
}

// The primitive keeps the empty text for “nothing chosen”; an option may mean it.
const empty = '\u0000';

/** One of a few. For many, or what must be searched, take `Combobox`. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  placeholder = '',
  label,
  id,
  disabled = false,
  size = 'm',
  className,
}: SelectProps<Value>) {
  return (
    <Primitive.Root
      value={value === null ? '' : value || empty}
      onValueChange={(next) => onChange((next === empty ? '' : next) as Value)}
      disabled={disabled}
    >
      <Primitive.Trigger
        id={id}
        aria-label={label}
        className={classNames(
          fieldStyles['control'],
          styles['trigger'],
          size === 's' && styles['small'],
          size === 'l' && fieldStyles['large'],
          className,
        )}
      >
        <span className={styles['value']}>
          <Primitive.Value placeholder={placeholder} />
        </span>
        <Icon name="chevronDown" size={14} />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={classNames(menuStyles['menu'], styles['content'])}
          position="popper"
          sideOffset={4}
          collisionPadding={8}
        >
          <Primitive.Viewport nonce={styleNonce()}>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value || empty}
                disabled={option.disabled === true}
                className={menuStyles['item'] ?? ''}
              >
                <span className={styles['words']}>
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                  {option.hint && <small className={menuStyles['hint']}>{option.hint}</small>}
                </span>
                <Primitive.ItemIndicator className={styles['mark']}>
                  <Icon name="check" size={14} />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
