import { AppError } from '@outpost/contracts';
import { drafts } from './migrations/0005-drafts.ts';
import { foundation } from './migrations/0001-foundation.ts';
import { lab } from './migrations/0002-lab.ts';
import { savedMessages } from './migrations/0003-saved-messages.ts';
import { plugins } from './migrations/0004-plugins.ts';

/** What the text of a migration may depend on, and nothing else. */
export interface SqlTypes {
  /** Text that compares by code point on both databases. */
  readonly text: string;
  readonly blob: string;
}

/** A step of the schema: forward only, never changed once released. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  statements(types: SqlTypes): readonly string[];
}

/** Runs statements inside the one transaction that holds the migration lock. */
export type ExecuteSql = (
  text: string,
  parameters?: readonly unknown[],
) => Promise<readonly unknown[]>;

const migrations: readonly Migration[] = [foundation, lab, savedMessages, plugins, drafts];

/** The migrations still to be applied; throws `database_newer` when the data knows more than we do. */
export async function pendingMigrations(execute: ExecuteSql): Promise<readonly Migration[]> {
  await execute(
    `create table if not exists schema_migrations (
      id bigint primary key, name text not null, applied_at bigint not null)`,
  );
  const rows = (await execute('select id from schema_migrations')) as readonly { id: number }[];
  const applied = new Set(rows.map(({ id }) => Number(id)));
  const known = migrations.at(-1)?.id ?? 0;
  const found = Math.max(0, ...applied);
  if (found > known) throw new AppError('database_newer', { details: { found, known } });
  return migrations.filter(({ id }) => !applied.has(id));
}

export async function applyMigrations(
  execute: ExecuteSql,
  {
    pending,
    types,
    now,
    parameter,
  }: {
    readonly pending: readonly Migration[];
    readonly types: SqlTypes;
    readonly now: number;
    /** How this database writes its nth parameter. */
    readonly parameter: (index: number) => string;
  },
): Promise<void> {
  const record = `insert into schema_migrations (id, name, applied_at)
    values (${parameter(1)}, ${parameter(2)}, ${parameter(3)})`;
  for (const migration of pending) {
    for (const statement of migration.statements(types)) await execute(statement);
    await execute(record, [migration.id, migration.name, now]);
  }
}
