/** Side by side: the same question to several models. The first column may be the app's own model. */
export interface ColumnModel {
  readonly provider: string;
  readonly name: string;
}

export interface Column {
  readonly id: number;
  /** Null = the app's own model and parameters. */
  readonly model: ColumnModel | null;
  /** Null = those of the app. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
}

export const columnsMax = 4;

export const oneColumn: readonly Column[] = [{ id: 1, model: null, parameters: null }];

export function addColumn(columns: readonly Column[]): readonly Column[] {
  if (columns.length >= columnsMax) return columns;
  const id = Math.max(0, ...columns.map((column) => column.id)) + 1;
  const last = columns.at(-1);
  return [...columns, { id, model: last?.model ?? null, parameters: last?.parameters ?? null }];
}

export function removeColumn(columns: readonly Column[], id: number): readonly Column[] {
  const left = columns.filter((column) => column.id !== id);
  return left.length === 0 ? oneColumn : left;
}

export function changeColumn(
  columns: readonly Column[],
  id: number,
  patch: Partial<Omit<Column, 'id'>>,
): readonly Column[] {
  return columns.map((column) => (column.id === id ? { ...column, ...patch } : column));
}

/** What a run of the column overrides; undefined = nothing. */
export function overrideOf({ model, parameters }: Column) {
  if (model === null && parameters === null) return undefined;
  return {
    ...(model === null ? {} : { model }),
    ...(parameters === null ? {} : { parameters: { ...parameters } }),
  };
}
