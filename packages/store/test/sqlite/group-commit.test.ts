import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '@outpost/contracts';
import type { Statement } from '../../src/database/database.ts';
import { openSqliteConnection, type SqliteConnection } from '../../src/sqlite/connection.ts';
import { createGroupCommit, type CommitLog } from '../../src/sqlite/group-commit.ts';

describe('group commit', () => {
  test('writes of one turn share a commit', async () => {
    const { connection, texts } = watchedConnection();
    const commits = createGroupCommit(connection, quickLog);

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
        const commits = createGroupCommit(connection, quickLog);
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
    const commits = createGroupCommit(connection, quickLog);
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

  test('a write is answered when its commit is on disk, and what comes meanwhile is the next commit', async () => {
    const { connection, texts } = watchedConnection();
    const syncs: (() => void)[] = [];
    const sync = (): Promise<void> => new Promise((resolve) => syncs.push(resolve));
    const commits = createGroupCommit(connection, { ...quickLog, sync });
    const answered: number[] = [];
    const write = async (id: number): Promise<void> => {
      await commits.write([insert(id)], {});
      answered.push(id);
    };

    const first = write(1);
    await turn();
    const later = Promise.all([write(2), turn().then(() => write(3))]);
    await turn();
    await turn();

    assert.deepEqual({ answered, stored: stored(connection) }, { answered: [], stored: [1] });
    syncs.shift()?.();
    await first;
    await turn();
    assert.deepEqual(
      { answered, stored: stored(connection) },
      { answered: [1], stored: [1, 2, 3] },
    );
    syncs.shift()?.();
    await later;
    assert.deepEqual(texts, ['begin immediate', 'commit', 'begin immediate', 'commit']);
    connection.close();
  });

  test('after a sync that failed nothing is acknowledged any more', async () => {
    const { connection } = watchedConnection();
    let works = true;
    const sync = (): Promise<void> =>
      works ? Promise.resolve() : Promise.reject(new Error('EIO: i/o error, fdatasync'));
    const commits = createGroupCommit(connection, { ...quickLog, sync });
    await commits.write([insert(1)], {});

    works = false;
    const lost = commits.write([insert(2)], {});
    await assert.rejects(lost, { code: 'database_failed', message: /EIO/ });
    works = true;

    await assert.rejects(commits.write([insert(3)], {}), {
      code: 'database_failed',
      message: /start again/,
    });
    connection.close();
  });

  test('nothing is committed while the log is tidied, and everything after it', async () => {
    const { connection } = watchedConnection();
    const { promise: tidied, resolve: finish } = Promise.withResolvers<void>();
    const commits = createGroupCommit(connection, { ...quickLog, tidy: () => tidied });

    await commits.write([insert(1)], {});
    await turn();
    const later = commits.write([insert(2)], {});
    await turn();
    await turn();

    assert.deepEqual(stored(connection), [1]);
    finish();
    await later;
    assert.deepEqual(stored(connection), [1, 2]);
    connection.close();
  });

  test('what was queued before closing is committed, what comes later is refused', async () => {
    const { connection } = watchedConnection();
    const commits = createGroupCommit(connection, quickLog);
    const queued = Array.from({ length: 2500 }, (_, id) => commits.write([insert(id)], {}));

    await commits.close();

    await Promise.all(queued);
    await assert.rejects(commits.write([insert(9999)], {}), { code: 'database_failed' });
    assert.equal(stored(connection).length, 2500);
    connection.close();
  });
});

/** A disk that takes everything at once. */
const quickLog: CommitLog = { sync: () => Promise.resolve(), tidy: () => null };

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

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
