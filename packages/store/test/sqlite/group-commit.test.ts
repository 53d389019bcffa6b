import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '@outpost/contracts';
import type { Statement } from '../../src/database/database.ts';
import { openSqliteConnection, type SqliteConnection } from '../../src/sqlite/connection.ts';
import { createGroupCommit } from '../../src/sqlite/group-commit.ts';

describe('group commit', () => {
  test('writes of one turn share a commit', async () => {
    const { connection, texts } = watchedConnection();
    const commits = createGroupCommit(connection);

    await Promise.all(Array.from({ length: 50 }, (_, id) => commits.write([insert(id)], {})));

    assert.deepEqual(texts, ['begin immediate', 'commit']);
    connection.close();
  });

  test('each write takes effect whole or not at all, whatever its neighbours do', async () => {
    // A write is a list of ids; one that was inserted before, or a check, makes it fail.
    const write = fc.record({
      ids: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }),
      refused: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 12 }), async (writes) => {
        const { connection } = watchedConnection();
        const commits = createGroupCommit(connection);
        const check = (): void => {
          throw new AppError('record_conflict', { details: { thing: 'It' } });
        };

        const outcomes = await Promise.allSettled(
          writes.map(({ ids, refused }) =>
            commits.write(ids.map(insert), refused ? { check } : {}),
          ),
        );

        const expected = new Set<number>();
        for (const [index, { ids, refused }] of writes.entries()) {
          const fits = new Set(ids).size === ids.length && ids.every((id) => !expected.has(id));
          assert.equal(outcomes[index]?.status, fits && !refused ? 'fulfilled' : 'rejected');
          if (fits && !refused) for (const id of ids) expected.add(id);
        }
        assert.deepEqual(
          stored(connection),
          [...expected].sort((a, b) => a - b),
        );
        connection.close();
      }),
      { numRuns: 100 },
    );
  });

  test('on a full disk what is refused is not there, and writing goes on once there is room', async () => {
    const { connection } = watchedConnection();
    connection.run({ sql: 'create table texts (text text)', parameters: [] });
    const commits = createGroupCommit(connection);
    const large = { sql: 'insert into texts values (?)', parameters: ['x'.repeat(1_000_000)] };

    connection.run({ sql: 'pragma max_page_count = 20', parameters: [] });
    const outcomes = await Promise.allSettled(
      [insert(1), large, insert(2)].map((statement) => commits.write([statement], {})),
    );
    const kept = [1, 2].filter((_, index) => outcomes[index * 2]?.status === 'fulfilled');
    assert.deepEqual(stored(connection), kept);
    assert.equal(
      outcomes[1]?.status === 'rejected' && (outcomes[1].reason as AppError).code,
      'database_failed',
    );

    connection.run({ sql: 'pragma max_page_count = 100000', parameters: [] });
    await Promise.all([commits.write([large], {}), commits.write([insert(3)], {})]);
    assert.deepEqual(stored(connection), [...kept, 3]);
    connection.close();
  });

  test('what was queued before closing is committed, what comes later is refused', async () => {
    const { connection } = watchedConnection();
    const commits = createGroupCommit(connection);
    const queued = Array.from({ length: 2500 }, (_, id) => commits.write([insert(id)], {}));

    commits.close();

    await Promise.all(queued);
    await assert.rejects(commits.write([insert(9999)], {}), { code: 'database_failed' });
    assert.equal(stored(connection).length, 2500);
    connection.close();
  });
});

function insert(id: number): Statement {
  return { sql: 'insert into items (id) values (?)', parameters: [id] };
}

function stored(connection: SqliteConnection): number[] {
  const { rows } = connection.run({ sql: 'select id from items order by id', parameters: [] });
  return rows.map((row) => (row as { readonly id: number }).id);
}

/** A database in memory that notes how transactions begin and end. */
function watchedConnection(): { readonly connection: SqliteConnection; readonly texts: string[] } {
  const inner = openSqliteConnection(':memory:');
  inner.exec('create table items (id integer primary key)');
  const texts: string[] = [];
  return {
    texts,
    connection: {
      run: (statement) => inner.run(statement),
      exec(text) {
        texts.push(text);
        inner.exec(text);
      },
      get inTransaction() {
        return inner.inTransaction;
      },
      close: () => inner.close(),
    },
  };
}
