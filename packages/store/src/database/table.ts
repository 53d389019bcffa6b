/**
 * A table declared once: its record type, its row type and the conversions between the two all
 * follow from the columns. The stored side is the subset that SQLite and PostgreSQL share: text,
 * integers, reals and null; JSON is text, times are epoch milliseconds, flags are 0 and 1.
 */
export type SqlValue = string | number | null;

export interface Column<T, Stored extends SqlValue> {
  readonly store: (value: T) => Stored;
  readonly load: (stored: Stored) => T;
}

/** PostgreSQL cannot hold NUL, so it is dropped on both databases. */
export function text(): Column<string, string> {
  return { store: withoutNul, load: (stored) => stored };
}

/** Text of a fixed set. */
export function oneOf<T extends string>(): Column<T, string> {
  return { store: (value) => value, load: (stored) => stored as T };
}

/** PostgreSQL refuses fractions here, SQLite would keep them: both get whole numbers. */
export function integer(): Column<number, number> {
  return { store: Math.trunc, load: (stored) => stored };
}

export function real(): Column<number, number> {
  return { store: (value) => value, load: (stored) => stored };
}

/** Epoch milliseconds. */
export function time(): Column<number, number> {
  return integer();
}

export function flag(): Column<boolean, number> {
  return { store: (value) => (value ? 1 : 0), load: (stored) => stored !== 0 };
}

/** Any JSON value; the caller vouches for the shape, because only typed code writes here. */
export function json<T>(): Column<T, string> {
  return { store: (value) => JSON.stringify(value), load: (stored) => JSON.parse(stored) as T };
}

export function optional<T, Stored extends SqlValue>(
  column: Column<T, Stored>,
): Column<T | null, Stored | null> {
  return {
    store: (value) => (value === null ? null : column.store(value)),
    load: (stored) => (stored === null ? null : column.load(stored)),
  };
}

/** A column of whatever type. */
interface AnyColumn {
  readonly store: (value: never) => SqlValue;
  readonly load: (stored: never) => unknown;
}
type AnyColumns = Readonly<Record<string, AnyColumn>>;

type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Name;

type RecordFrom<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends Column<infer T, infer _> ? T : never;
};
type RowFrom<Columns> = {
  [Name in keyof Columns & string as Snake<Name>]: Columns[Name] extends Column<
    infer _,
    infer Stored
  >
    ? Stored
    : never;
};

type PatchFrom<Columns> = {
  readonly [Name in keyof RecordFrom<Columns>]?: RecordFrom<Columns>[Name] | undefined;
};

export interface Table<Name extends string, Columns> {
  readonly name: Name;
  /** In order of declaration, as the database names them. */
  readonly columns: readonly string[];
  readonly toRow: (record: RecordFrom<Columns>) => RowFrom<Columns>;
  /** Converts what is there and leaves out what is not. */
  readonly toPatch: (record: PatchFrom<Columns>) => Partial<RowFrom<Columns>>;
  /** Columns of other tables in the row are ignored. */
  readonly fromRow: (row: RowFrom<Columns>) => RecordFrom<Columns>;
  /** The row's values in the order of `columns`. */
  readonly toValues: (record: RecordFrom<Columns>) => SqlValue[];
}

export type RecordOf<T> = T extends Table<string, infer Columns> ? RecordFrom<Columns> : never;
export type RowOf<T> = T extends Table<string, infer Columns> ? RowFrom<Columns> : never;

export function defineTable<const Name extends string, const Columns extends AnyColumns>(
  name: Name,
  columns: Columns,
): Table<Name, Columns> {
  const parts = Object.entries(columns).map(([field, column]) => ({
    field,
    column: column as unknown as Column<unknown, SqlValue>,
    stored: snakeCase(field),
  }));
  const toPatch = (record: Readonly<Record<string, unknown>>): Record<string, SqlValue> => {
    const row: Record<string, SqlValue> = {};
    for (const { field, column, stored } of parts)
      if (record[field] !== undefined) row[stored] = column.store(record[field]);
    return row;
  };
  return {
    name,
    columns: parts.map(({ stored }) => stored),
    toRow: (record) => toPatch(record) as RowFrom<Columns>,
    toPatch: (record) => toPatch(record) as Partial<RowFrom<Columns>>,
    toValues: (record) =>
      parts.map(({ field, column }) =>
        column.store((record as Readonly<Record<string, unknown>>)[field]),
      ),
    fromRow(row) {
      const record: Record<string, unknown> = {};
      for (const { field, column, stored } of parts)
        record[field] = column.load((row as Record<string, SqlValue>)[stored] ?? null);
      return record as RecordFrom<Columns>;
    },
  };
}

function withoutNul(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
