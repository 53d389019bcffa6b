import { Tabs as TabsPrimitive, ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './tabs.module.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName;
  readonly count?: number | undefined;
}

interface TabsProps<Value extends string> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly (Choice<Value> & { readonly content: ReactNode })[];
  readonly label: string;
  readonly className?: string | undefined;
}

/** Views that take each other's place. Only the shown one is mounted. */
export function Tabs<Value extends string>({
  value,
  onChange,
  tabs,
  label,
  className,
}: TabsProps<Value>) {
  return (
    <TabsPrimitive.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classNames(styles['tabs'], className)}
    >
      <TabsPrimitive.List aria-label={label} className={styles['list']}>
        {tabs.map((tab) => (
          <TabsPrimitive.Trigger key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.icon && <Icon name={tab.icon} size={15} />}
            {tab.label}
            {tab.count !== undefined && <span className={styles['count']}>{tab.count}</span>}
          </TabsPrimitive.Trigger>
        ))}
      </TabsPrimitive.List>
      {tabs.map((tab) => (
        <TabsPrimitive.Content key={tab.value} value={tab.value} className={styles['content']}>
          {tab.content}
        </TabsPrimitive.Content>
      ))}
    </TabsPrimitive.Root>
  );
}

interface SegmentedProps<Value extends string> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Choice<Value>[];
  readonly label: string;
  /** Icons alone; the labels become their names. */
  readonly iconsOnly?: boolean;
}

/** One of two to five that are all in sight. */
export function Segmented<Value extends string>({
  value,
  onChange,
  options,
  label,
  iconsOnly = false,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as Value)}
      aria-label={label}
      className={styles['segmented']}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className={styles['segment']}
          {...(iconsOnly ? { 'aria-label': option.label, title: option.label } : {})}
        >
          {option.icon && <Icon name={option.icon} size={15} />}
          {!iconsOnly && option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
