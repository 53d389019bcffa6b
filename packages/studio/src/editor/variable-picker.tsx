import type { Selector } from '@outpost/contracts';
import { Popover as Primitive } from 'radix-ui';
import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { useVariableRows } from './use-variable-rows.ts';
import { VariableChip } from './variable-chip.tsx';
import { rowId, VariableList } from './variable-list.tsx';
import styles from './variable-picker.module.css';
import type { Variable, VariableScope } from './variable-scope.ts';

interface VariablePickerProps {
  /** Empty or null = nothing chosen. */
  readonly value: Selector | null;
  readonly onChange: (selector: Selector, variable: Variable | null) => void;
  readonly variables: VariableScope;
  /** Types that may be chosen; absent = all. */
  readonly accepts?: readonly string[] | undefined;
  /** Its name for readers of the screen. */
  readonly label: string;
  readonly placeholder?: string;
  readonly id?: string | undefined;
  readonly size?: 's' | 'm';
  /** Shows a button that takes the choice back. */
  readonly clearable?: boolean;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

/** Chooses one variable: a field that shows it as a chip and opens a list with a search. */
export function VariablePicker({
  value,
  onChange,
  variables,
  accepts,
  label,
  placeholder,
  size = 'm',
  clearable = false,
  ...control
}: VariablePickerProps) {
  const text = useText();
  const isChosen = value !== null && value.length > 0 && value[0] !== '';
  return (
    <div className={styles['line']}>
      <VariablePopover
        variables={variables}
        accepts={accepts}
        label={label}
        onPick={(variable) => onChange(variable.selector, variable)}
      >
        <button
          {...control}
          type="button"
          aria-label={isChosen ? undefined : label}
          className={classNames(styles['trigger'], size === 's' && styles['small'])}
        >
          {isChosen ? (
            <VariableChip selector={value} variables={variables} />
          ) : (
            <span className={styles['placeholder']}>
              <Icon name="variable" size={14} />
              {placeholder ?? text('editor.chooseVariable')}
            </span>
          )}
        </button>
      </VariablePopover>
      {clearable && isChosen && (
        <button
          type="button"
          className={styles['clear']}
          aria-label={text('editor.clearVariable')}
          onClick={() => onChange([], null)}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </div>
  );
}

/** The list with its search, opened by whatever element is given. */
export function VariablePopover({
  variables,
  accepts,
  label,
  onPick,
  children,
}: {
  readonly variables: VariableScope;
  readonly accepts?: readonly string[] | undefined;
  readonly label: string;
  readonly onPick: (variable: Variable) => void;
  readonly children: ReactElement;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={styles['popover']}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <SearchedList
            variables={variables}
            accepts={accepts}
            onPick={(variable) => {
              setOpen(false);
              onPick(variable);
            }}
          />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function SearchedList({
  variables: { groups },
  accepts,
  onPick,
}: {
  readonly variables: VariableScope;
  readonly accepts: readonly string[] | undefined;
  readonly onPick: (variable: Variable) => void;
}) {
  const text = useText();
  const id = useId();
  const [search, setSearch] = useState('');
  const list = useVariableRows({ groups, accepts, search, startsWithFirst: true });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (takeKey(event.key)) event.preventDefault();
  };
  const takeKey = (key: string): boolean => {
    if (key === 'ArrowDown' || key === 'ArrowUp') list.step(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Enter') return list.chooseActive((row) => onPick(row.variable));
    else if (search === '' && (key === 'ArrowRight' || key === 'ArrowLeft'))
      return list.foldActive(key === 'ArrowRight');
    else return false;
    return true;
  };
  return (
    <>
      <div className={styles['search']}>
        <TextInput
          icon="search"
          value={search}
          onChange={setSearch}
          onKeyDown={onKeyDown}
          placeholder={text('editor.searchVariables')}
          aria-label={text('editor.searchVariables')}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={list.active === null ? undefined : rowId(id, list.active)}
          autoFocus
        />
      </div>
      {groups.length === 0 ? (
        <p className={styles['empty']}>{text('editor.noVariables')}</p>
      ) : (
        <VariableList
          id={id}
          rows={list.rows}
          active={list.active}
          onActive={list.setActive}
          onFold={list.fold}
          onPick={(row) => onPick(row.variable)}
        />
      )}
    </>
  );
}
