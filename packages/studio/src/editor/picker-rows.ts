/** What a variable picker shows: groups and variables as rows, after filter and search. */
import { fitsType } from './variable-types.ts';
import type { Variable, VariableGroup } from './variable-scope.ts';

export type PickerRow =
  | { readonly type: 'group'; readonly key: string; readonly group: VariableGroup }
  | {
      readonly type: 'variable';
      readonly key: string;
      readonly group: VariableGroup;
      readonly variable: Variable;
      /** 0 for a node's own variables. */
      readonly depth: number;
      /** Whether it can be picked; one that cannot stands here for what it holds. */
      readonly fits: boolean;
      /** Whether what it holds is shown; null when it holds nothing. */
      readonly open: boolean | null;
    };

export type VariableRow = Extract<PickerRow, { type: 'variable' }>;

export interface PickerQuery {
  readonly groups: readonly VariableGroup[];
  /** Types that may be picked; absent = all. */
  readonly accepts?: readonly string[] | undefined;
  /** Words that must all be found in a variable's path or its giver's title. */
  readonly search?: string;
  /** Keys of rows whose content is shown; a search shows whatever it finds. */
  readonly opened?: ReadonlySet<string>;
}

/** The rows in order. Groups and variables without anything to pick are left out. */
export function pickerRows({
  groups,
  accepts,
  search = '',
  opened = new Set(),
}: PickerQuery): readonly PickerRow[] {
  const words = search
    .toLowerCase()
    .split(/[\s./]+/)
    .filter(Boolean);
  return groups.flatMap((group): readonly PickerRow[] => {
    const walk = { group, accepts, words, opened };
    const rows = group.variables.flatMap((variable) =>
      rowsOf(variable, 0, group.title.toLowerCase(), walk),
    );
    return rows.length === 0 ? [] : [{ type: 'group', key: `group ${group.id}`, group }, ...rows];
  });
}

interface Walk {
  readonly group: VariableGroup;
  readonly accepts: readonly string[] | undefined;
  readonly words: readonly string[];
  readonly opened: ReadonlySet<string>;
}

function rowsOf(
  variable: Variable,
  depth: number,
  above: string,
  walk: Walk,
): readonly VariableRow[] {
  const { group, accepts, words, opened } = walk;
  const place = `${above} ${variable.name.toLowerCase()}`;
  const fits = fitsType(variable.type, accepts);
  const found = words.every(
    (word) => place.includes(word) || variable.description?.toLowerCase().includes(word) === true,
  );
  const inner = (variable.children ?? []).flatMap((child) => rowsOf(child, depth + 1, place, walk));
  const showsSelf = fits && found;
  if (!showsSelf && inner.length === 0) return [];
  const key = variable.selector.join('.');
  // A search that this variable answers alone need not lay open everything in it.
  const searched = words.length > 0 && !found;
  const open = inner.length === 0 ? null : searched || opened.has(key);
  const row: VariableRow = { type: 'variable', key, group, variable, depth, fits: showsSelf, open };
  return open === true ? [row, ...inner] : [row];
}

/** The row that is chosen after a step from another one; the first or last when there is none. */
export function stepRow(
  rows: readonly PickerRow[],
  from: string | null,
  direction: 1 | -1,
): string | null {
  const keys = reachableRows(rows).map(({ key }) => key);
  if (keys.length === 0) return null;
  const index = from === null ? -1 : keys.indexOf(from);
  const next = index < 0 ? (direction === 1 ? 0 : keys.length - 1) : index + direction;
  return keys[(next + keys.length) % keys.length] ?? null;
}

/** The rows that the keys lead to: what can be picked, and what holds such. */
export function reachableRows(rows: readonly PickerRow[]): readonly VariableRow[] {
  return rows.filter((row): row is VariableRow => row.type === 'variable');
}
