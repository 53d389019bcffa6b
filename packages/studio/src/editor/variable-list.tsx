import { useEffect, useRef } from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import type { PickerRow, VariableRow } from './picker-rows.ts';
import styles from './variable-list.module.css';

interface VariableListProps {
  readonly rows: readonly PickerRow[];
  /** The key of the row that Enter would pick. */
  readonly active: string | null;
  /** The list's id; options are `id + key`. */
  readonly id: string;
  readonly onActive: (key: string) => void;
  readonly onPick: (row: VariableRow) => void;
  readonly onFold: (row: VariableRow, open: boolean) => void;
}

/** The id of a row's element, for `aria-activedescendant`. */
export function rowId(list: string, key: string): string {
  return `${list}-${key}`;
}

/** The rows of a variable picker. The focus stays where the search is typed. */
export function VariableList({ rows, active, id, onActive, onPick, onFold }: VariableListProps) {
  const text = useText();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector('[aria-selected="true"]');
    row?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (rows.length === 0) return <p className={styles['nothing']}>{text('editor.nothingFound')}</p>;
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={text('editor.variables')}
      className={styles['list']}
    >
      {rows.map((row) =>
        row.type === 'group' ? (
          <div key={row.key} className={styles['group']} role="presentation">
            <span className={styles['badge']} data-tone={row.group.tone}>
              <Icon name={row.group.icon} size={12} />
            </span>
            <span className={styles['title']}>{row.group.title}</span>
          </div>
        ) : (
          <VariableLine
            key={row.key}
            row={row}
            id={rowId(id, row.key)}
            isActive={row.key === active}
            onActive={onActive}
            onPick={onPick}
            onFold={onFold}
          />
        ),
      )}
    </div>
  );
}

function VariableLine({
  row,
  id,
  isActive,
  onActive,
  onPick,
  onFold,
}: {
  readonly row: VariableRow;
  readonly id: string;
  readonly isActive: boolean;
} & Pick<VariableListProps, 'onActive' | 'onPick' | 'onFold'>) {
  const text = useText();
  const { variable, depth, fits, open } = row;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={!fits}
      className={classNames(
        styles['row'],
        styles[`depth${Math.min(depth, 4)}`],
        isActive && styles['active'],
        !fits && styles['onlyWay'],
      )}
      onPointerMove={() => !isActive && onActive(row.key)}
      // The press would take the focus from the text.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => (fits ? onPick(row) : onFold(row, open !== true))}
    >
      {open === null ? (
        <span className={styles['fold']} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={styles['fold']}
          aria-label={text(open ? 'editor.fold' : 'editor.unfold', { name: variable.name })}
          onClick={(event) => {
            event.stopPropagation();
            onFold(row, !open);
          }}
        >
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={12} />
        </button>
      )}
      <span className={styles['name']}>{variable.name}</span>
      {variable.description && variable.description !== variable.name && (
        <span className={styles['description']}>{variable.description}</span>
      )}
      <span className={styles['type']}>{variable.type}</span>
    </div>
  );
}
