import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import { openSqliteConnection } from '../../src/sqlite/connection.ts';
import { createReader } from '../../src/sqlite/reader.ts';

const program = new URL('../../src/sqlite/reader-worker.ts', import.meta.url);
const quick = { sql: 'select text from notes', parameters: [] };
const rows = [{ text: '笔记' }];
/** A second of counting inside SQLite. */
const long = {
  sql: `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ?)
    select count(*) as n from numbers`,
  parameters: [2_000_000],
};

describe('reading in a thread', () => {
  let directory: string;
  let file: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'outpost-reader-'));
    file = join(directory, 'notes.sqlite');
    const connection = openSqliteConnection(file);
    connection.exec(`create table notes (text text); insert into notes values ('笔记')`);
    connection.close();
  });
  after(() => rmSync(directory, { recursive: true }));

  test('queries are answered in their order, and a faulty one harms no other', async () => {
    const reader = createReader({ file, program, clock: createTestClock() });

    const results = await Promise.allSettled([
      reader.read(quick),
      reader.read({ sql: 'select * from missing', parameters: [] }),
      reader.read({ sql: `insert into notes values ('x')`, parameters: [] }),
      reader.read(quick),
    ]);

    assert.deepEqual(
      results.map((result) =>
        result.status === 'fulfilled'
          ? result.value
          : (result.reason as { message: string }).message.replace(/^.*: /, ''),
      ),
      [rows, 'missing', 'attempt to write a readonly database', rows],
    );
    await reader.close();
    await assert.rejects(reader.read(quick), { code: 'database_failed' });
  });

  test('a query that takes too long is given up, and the next one is answered', async () => {
    const clock = createTestClock();
    const reader = createReader({ file, program, clock });

    const first = reader.read(long);
    const second = reader.read(quick);
    clock.advance(30_000);

    await assert.rejects(first, { code: 'database_failed', message: /longer than 30000 ms/ });
    assert.deepEqual(await second, rows);
    await reader.close();
  });

  test('no more than two threads count on when queries are given up', async () => {
    const clock = createTestClock();
    const reader = createReader({ file, program, clock });

    for (let thread = 0; thread < 2; thread += 1) {
      const query = reader.read(long);
      clock.advance(30_000);
      await assert.rejects(query, /longer than 30000 ms/);
    }

    await assert.rejects(reader.read(quick), /2 queries that took too long are still running/);
    await reader.close();
  });
});
