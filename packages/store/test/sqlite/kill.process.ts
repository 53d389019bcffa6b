import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openTestStore } from '../support/backend.ts';
import { sqliteBackend } from '../support/sqlite-backend.ts';

const kills = 100;
const lifeMsMax = 120;

test(`after ${kills} kills at random moments nothing that was acknowledged is lost`, async (context) => {
  const place = await sqliteBackend.place();
  const acknowledged = { seqs: new Map<string, number>(), ended: new Set<string>(), resumed: 0 };

  for (let kill = 0; kill < kills; kill += 1) await runAndKill(place.directory, acknowledged);

  const { seqs, ended, resumed } = acknowledged;
  context.diagnostic(`${seqs.size} runs, ${ended.size} ended, ${resumed} resumed`);
  assert.ok(ended.size > kills, 'the writers got to write');
  assert.ok(resumed > 0, 'some were killed in the middle of a run');
  assertIntact(place.directory);
  const store = await openTestStore(place);
  for (const [id, seq] of seqs) {
    const log = (await store.runLog.read(id)).map((event) => event.seq);
    assert.deepEqual(
      log,
      log.map((_, index) => index + 1),
      'no gap',
    );
    assert.ok(log.length >= seq, `run ${id} has ${log.length} of ${seq} acknowledged events`);
    const run = await store.runs.byId(id);
    assert.ok(run, `run ${id} is there`);
    if (ended.has(id)) assert.equal(run.status, 'succeeded');
  }
  await store.close();
  await place.remove();
});

test('a second process is refused with the pid of the first, until that one is killed', async () => {
  const place = await sqliteBackend.place();
  const first = startWriter(place.directory);
  await once(first.lines, 'line');

  await assert.rejects(openTestStore(place), {
    code: 'data_directory_in_use',
    details: { directory: place.directory, pid: String(first.child.pid) },
  });
  first.child.kill('SIGKILL');
  await once(first.child, 'close');

  assert.ok(existsSync(join(place.directory, 'outpost.pid')), 'a kill leaves the pid behind');
  await (await openTestStore(place)).close();
  await place.remove();
});

function startWriter(directory: string) {
  const program = join(import.meta.dirname, '..', 'support', 'killed-writer.ts');
  const child = spawn(process.execPath, [program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(directory, 'compile-cache') },
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function runAndKill(
  directory: string,
  acknowledged: { seqs: Map<string, number>; ended: Set<string>; resumed: number },
): Promise<void> {
  const { child, lines } = startWriter(directory);
  // A line cut by the kill would name no run that exists.
  lines.on('line', (line) => {
    const [word, id = '', seq = '0'] = line.split(' ');
    if (word === 'log')
      acknowledged.seqs.set(id, Math.max(Number(seq), acknowledged.seqs.get(id) ?? 0));
    else if (word === 'end') acknowledged.ended.add(id);
    else if (word === 'resumed') acknowledged.resumed += 1;
    // Also sometimes in the middle of opening and resuming: the timer runs from the first line.
    timer ??= setTimeout(() => child.kill('SIGKILL'), randomInt(lifeMsMax));
  });
  let timer: NodeJS.Timeout | undefined;
  await once(child, 'close');
  clearTimeout(timer);
  assert.equal(child.signalCode, 'SIGKILL', 'the writer ends by the kill only');
}

function assertIntact(directory: string): void {
  const database = new DatabaseSync(join(directory, 'outpost.sqlite'));
  assert.deepEqual(
    database
      .prepare('pragma integrity_check')
      .all()
      .map((row) => ({ ...row })),
    [{ integrity_check: 'ok' }],
  );
  database.close();
}
