import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { schemaContract } from '../contract/schema.ts';
import { storeContract } from '../contract/store-contract.ts';
import { openTestStore, type Backend } from '../support/backend.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';

const server = startPrivatePostgres();
after(() => server.stop());

/** A schema of its own in a private PostgreSQL. */
const postgresBackend: Backend = {
  name: 'PostgreSQL',
  async place() {
    const schema = `s${randomUUID().replaceAll('-', '')}`;
    const databaseUrl = server.url(schema);
    const directory = mkdtempSync(join(tmpdir(), 'outpost-store-'));
    const run = async (text: string): Promise<void> => {
      const client = new pg.Client(databaseUrl);
      await client.connect();
      await client.query(text);
      await client.end();
    };
    await run(`create schema ${schema}`);
    return {
      directory,
      databaseUrl,
      // To the others a process is dead when its heart has not beaten for a while.
      crash: () => run('update processes set heartbeat_at = 0'),
      async remove() {
        await run(`drop schema ${schema} cascade`);
        rmSync(directory, { recursive: true });
      },
    };
  },
};

storeContract(postgresBackend);

schemaContract(postgresBackend, async ({ databaseUrl }) => {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns where table_schema = current_schema()
     group by table_name order by table_name collate "C"`,
  );
  await client.end();
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
});

test('signals and job wake-ups reach another process', async () => {
  const place = await postgresBackend.place();
  const [here, there] = await Promise.all([openTestStore(place), openTestStore(place)]);
  const heard = Promise.withResolvers<string>();
  const worked = Promise.withResolvers<unknown>();
  there.signals.subscribe('run:1', heard.resolve);
  there.jobs.work('mail', { concurrency: 1 }, ({ data }) => {
    worked.resolve(data);
    return Promise.resolve();
  });

  await here.signals.publish('run:1', 'stop');
  await here.jobs.enqueue({ queue: 'mail', data: { to: 'you' } });

  assert.equal(await heard.promise, 'stop');
  assert.deepEqual(await worked.promise, { to: 'you' });
  await here.close();
  await there.close();
  await place.remove();
});

test('of many workers in two processes each job goes to one', async () => {
  const place = await postgresBackend.place();
  const stores = await Promise.all([openTestStore(place), openTestStore(place)]);
  const seen: unknown[] = [];
  const finished = Promise.withResolvers<void>();
  for (let index = 0; index < 60; index += 1)
    await stores[0].jobs.enqueue({ queue: 'shared', data: index, runAt: 0 });

  for (const store of stores)
    store.jobs.work('shared', { concurrency: 4 }, ({ data }) => {
      seen.push(data);
      if (seen.length === 60) finished.resolve();
      return Promise.resolve();
    });
  await finished.promise;
  await Promise.all(stores.map((store) => store.close()));

  assert.deepEqual(
    seen.toSorted((a, b) => Number(a) - Number(b)),
    Array.from({ length: 60 }, (_, index) => index),
  );
  await place.remove();
});

test('transactions in each other’s way are repeated until both are done', async () => {
  const place = await postgresBackend.place();
  const store = await openTestStore(place);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const variable = { valueType: 'string', value: '', description: '' };
  const conversation = await store.conversations.create({
    workspaceId: 'w',
    appId: 'a',
    versionId: null,
    source: 'console',
    endUserId: null,
    accountId: 'me',
    name: '',
    introduction: '',
    inputs: {},
  });
  const variables = names.map((name) => ({ ...variable, name }));
  await store.conversationVariables.put(conversation.id, variables);
  const other = await openTestStore(place);

  // Two processes lock the same rows from opposite ends.
  for (let round = 0; round < 20; round += 1)
    await Promise.all([
      store.conversationVariables.put(conversation.id, variables),
      other.conversationVariables.put(conversation.id, variables.toReversed()),
    ]);

  assert.deepEqual(
    Object.keys(await store.conversationVariables.values(conversation.id)).sort(),
    names,
  );
  await store.close();
  await other.close();
  await place.remove();
});

test('a server that is not there is told within the time-out', async () => {
  await assert.rejects(
    openTestStore({
      directory: '/nonexistent',
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      crash: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    }),
    { code: 'database_failed' },
  );
});
