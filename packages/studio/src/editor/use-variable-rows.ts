import { useEffect, useMemo, useState } from 'react';
import {
  reachableRows,
  pickerRows,
  stepRow,
  type PickerRow,
  type VariableRow,
} from './picker-rows.ts';
import type { VariableGroup } from './variable-scope.ts';

export interface VariableRows {
  readonly rows: readonly PickerRow[];
  /** The key of the row that Enter would pick; null for none. */
  readonly active: string | null;
  readonly setActive: (key: string | null) => void;
  readonly step: (direction: 1 | -1) => void;
  /** Shows or hides what the active row holds; false when there is nothing to do. */
  readonly foldActive: (open: boolean) => boolean;
  readonly fold: (row: VariableRow, open: boolean) => void;
  /** Gives the active row to `pick`, or unfolds one that cannot be picked; false when there is none. */
  readonly chooseActive: (pick: (row: VariableRow) => void) => boolean;
}

/** The state of a picker: its rows, the active one, what is laid open. Starts anew with each search. */
export function useVariableRows({
  groups,
  accepts,
  search,
  startsWithFirst,
}: {
  readonly groups: readonly VariableGroup[];
  readonly accepts: readonly string[] | undefined;
  readonly search: string;
  /** False where Enter is to stay what it is until somebody chooses. */
  readonly startsWithFirst: boolean;
}): VariableRows {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setActive] = useState<string | null>(null);
  const rows = useMemo(
    () => pickerRows({ groups, accepts, search, opened }),
    [groups, accepts, search, opened],
  );
  useEffect(() => setActive(null), [search]);
  const reachable = reachableRows(rows);
  const first = (reachable.find(({ fits }) => fits) ?? reachable[0])?.key ?? null;
  const active = reachable.some(({ key }) => key === chosen)
    ? chosen
    : startsWithFirst
      ? first
      : null;
  const activeRow = reachable.find(({ key }) => key === active) ?? null;
  const fold = (row: VariableRow, open: boolean): void =>
    setOpened((before) => {
      const after = new Set(before);
      if (open) after.add(row.key);
      else after.delete(row.key);
      return after;
    });
  return {
    rows,
    active,
    setActive,
    chooseActive(pick) {
      if (!activeRow) return false;
      if (activeRow.fits) pick(activeRow);
      else fold(activeRow, activeRow.open !== true);
      return true;
    },
    step: (direction) => setActive(stepRow(rows, active, direction)),
    fold,
    foldActive(open) {
      if (!activeRow || activeRow.open === null || activeRow.open === open) return false;
      fold(activeRow, open);
      return true;
    },
  };
}
