import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { schemaContract } from '../contract/schema.ts';
import { storeContract } from '../contract/store-contract.ts';
import { sqliteBackend } from '../support/sqlite-backend.ts';

storeContract(sqliteBackend);

schemaContract(sqliteBackend, ({ directory }) => {
  const database = new DatabaseSync(join(directory, 'outpost.sqlite'), { readOnly: true });
  const tables = database
    .prepare(`select name from sqlite_master where type = 'table' order by name`)
    .all();
  const columns = tables.map(({ name }) => [
    String(name),
    database
      .prepare('select name from pragma_table_info(?)')
      .all(String(name))
      .map((column) => String(column['name'])),
  ]);
  database.close();
  return Promise.resolve(Object.fromEntries(columns) as Record<string, readonly string[]>);
});
