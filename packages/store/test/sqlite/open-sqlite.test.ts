import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { openTestStore, type Place } from '../support/backend.ts';
import { sqliteBackend } from '../support/sqlite-backend.ts';

describe('opening SQLite', () => {
  test('a directory belongs to one store, and the refusal names its process', async () => {
    await atPlace(async (place) => {
      const store = await openTestStore(place);

      await assert.rejects(openTestStore(place), {
        code: 'data_directory_in_use',
        details: { directory: place.directory, pid: String(process.pid) },
      });

      assert.equal(
        readFileSync(join(place.directory, 'outpost.pid'), 'utf8').trim(),
        String(process.pid),
      );
      await store.settings.set('', 'still', 'alive');
      await store.close();
      await (await openTestStore(place)).close();
    });
  });

  test('a pid that was left behind locks nobody out', async () => {
    await atPlace(async (place) => {
      await (await openTestStore(place)).close();
      writeFileSync(join(place.directory, 'outpost.pid'), '1\n');
      writeFileSync(join(place.directory, 'outpost.lock'), '');

      await (await openTestStore(place)).close();

      assert.ok(!existsSync(join(place.directory, 'outpost.pid')));
    });
  });

  test('an upgrade takes a snapshot of what was there before', async () => {
    await atPlace(async (place) => {
      edit(place, (database) =>
        database.exec(`
          create table schema_migrations (
            id bigint primary key, name text not null, applied_at bigint not null);
          insert into schema_migrations values (0, 'before', 0);
          create table notes (text text);
          insert into notes values ('old')`),
      );

      await (await openTestStore(place)).close();

      const folder = join(place.directory, 'snapshots');
      const [name = '', ...others] = readdirSync(folder);
      assert.equal(others.length, 0);
      const snapshot = new DatabaseSync(join(folder, name), { readOnly: true });
      assert.equal(snapshot.prepare('select text from notes').get()?.['text'], 'old');
      assert.equal(snapshot.prepare('select count(*) as n from schema_migrations').get()?.['n'], 1);
      snapshot.close();
      await (await openTestStore(place)).close();
      assert.equal(readdirSync(folder).length, 1, 'no upgrade, no snapshot');
    });
  });

  test('an upgrade that fails leaves the data as it was', async () => {
    await atPlace(async (place) => {
      edit(place, (database) => database.exec('create table models (mine text)'));

      await assert.rejects(openTestStore(place), /models already exists/);

      edit(place, (database) => {
        const tables = database
          .prepare(`select name from sqlite_master where type = 'table'`)
          .all();
        assert.deepEqual(
          tables.map(({ name }) => name),
          ['models', 'schema_migrations'],
        );
        database.exec('drop table models');
      });
      await (await openTestStore(place)).close();
    });
  });

  test('data of a newer version is refused untouched', async () => {
    await atPlace(async (place) => {
      await (await openTestStore(place)).close();
      edit(place, (database) =>
        database.exec(`insert into schema_migrations values (999, 'future', 0)`),
      );

      await assert.rejects(openTestStore(place), { code: 'database_newer' });
    });
  });

  test('a lost database is told, not replaced by an empty one', async () => {
    await atPlace(async (place) => {
      await (await openTestStore(place)).close();
      rmSync(join(place.directory, 'outpost.sqlite'));

      await assert.rejects(openTestStore(place), { code: 'database_missing' });
      assert.ok(!existsSync(join(place.directory, 'outpost.sqlite')));
    });
  });

  test('the log of a database that is always written to does not grow without end', async () => {
    await atPlace(async (place) => {
      const store = await openTestStore(place);
      const text = 'x'.repeat(200_000);

      // Some 50 pages a write, 1,600 of them to a round of eight: several logs full.
      for (let round = 0; round < 40; round += 1)
        await Promise.all(
          Array.from({ length: 8 }, (_, key) => store.settings.set('', `text ${key}`, text)),
        );

      const log = join(place.directory, 'outpost.sqlite-wal');
      assert.ok(statSync(log).size < 32 * 1024 * 1024, `${statSync(log).size} bytes`);
      await store.close();
      const again = await openTestStore(place);
      assert.equal(await again.settings.get('', 'text 0'), text);
      await again.close();
    });
  });

  test('a place where no directory can be made is refused by its name', async () => {
    await atPlace(async (place) => {
      const file = join(place.directory, 'file');
      writeFileSync(file, '');

      await assert.rejects(openTestStore({ ...place, directory: join(file, 'data') }), {
        code: 'database_failed',
        message: /ENOTDIR.*file/,
      });
    });
  });

  test('a file that is no database is refused by its name', async () => {
    await atPlace(async (place) => {
      writeFileSync(join(place.directory, 'outpost.sqlite'), 'not a database, '.repeat(100));

      await assert.rejects(openTestStore(place), { code: 'database_failed' });
    });
  });
});

async function atPlace(use: (place: Place) => Promise<void>): Promise<void> {
  const place = await sqliteBackend.place();
  try {
    await use(place);
  } finally {
    await place.remove();
  }
}

function edit(place: Place, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(place.directory, 'outpost.sqlite'));
  try {
    change(database);
  } finally {
    database.close();
  }
}
