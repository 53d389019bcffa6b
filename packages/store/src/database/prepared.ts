import { sql, type Compilable, type RawBuilder } from 'kysely';
import type { Statement } from './database.ts';

/** Stands for a value in a query that is built once and run often. */
export type Slot<Values> = <Name extends keyof Values & string>(
  name: Name,
) => RawBuilder<Values[Name]>;

class NamedSlot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles a query at first use; after that a call only fills in its values. For hot paths. */
export function prepareStatement<Values extends object>(
  build: (slot: Slot<Values>) => Compilable<unknown>,
): (values: Values) => Statement {
  let text: string | undefined;
  let parameters: readonly unknown[] = [];
  return (values) => {
    if (text === undefined) {
      const compiled = build((name) => sql`${new NamedSlot(name)}`).compile();
      text = compiled.sql;
      parameters = compiled.parameters;
    }
    const named = values as Readonly<Record<string, unknown>>;
    return {
      sql: text,
      parameters: parameters.map((value) =>
        value instanceof NamedSlot ? named[value.name] : value,
      ),
    };
  };
}
