import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as apps from '../../src/tables/apps.ts';
import * as chat from '../../src/tables/chat.ts';
import * as drafts from '../../src/tables/drafts.ts';
import * as lab from '../../src/tables/lab.ts';
import * as models from '../../src/tables/models.ts';
import * as people from '../../src/tables/people.ts';
import * as plugins from '../../src/tables/plugins.ts';
import * as runs from '../../src/tables/runs.ts';
import { openTestStore, type Backend, type Place } from '../support/backend.ts';

/** `columnsOf` gives the columns of every table, by its name, in the migrated database. */
export function schemaContract(
  backend: Backend,
  columnsOf: (place: Place) => Promise<Readonly<Record<string, readonly string[]>>>,
): void {
  test(`the migrations make just the tables that are declared, on ${backend.name}`, async () => {
    const place = await backend.place();
    await (await openTestStore(place)).close();
    const declared = [apps, chat, drafts, lab, models, people, plugins, runs].flatMap((module) =>
      Object.values(module),
    );

    const { schema_migrations: _own, ...found } = await columnsOf(place);

    assert.deepEqual(
      found,
      Object.fromEntries(
        declared
          .map(({ name, columns }) => [name, columns] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    );
    await place.remove();
  });

  test(`two that open an empty place at once do not disturb each other, on ${backend.name}`, async () => {
    const place = await backend.place();

    const opened = await Promise.allSettled([openTestStore(place), openTestStore(place)]);

    const stores = opened.flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    assert.equal(stores.length, backend.name === 'PostgreSQL' ? 2 : 1);
    for (const store of stores) {
      await store.settings.set('', 'key', 'value');
      await store.close();
    }
    await place.remove();
  });
}
