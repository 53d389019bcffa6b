import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeConfig, loadConfig } from '../src/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'outpost-config-'));
after(() => rmSync(directory, { recursive: true }));

test('flags win over the environment, the environment over the file, the file over defaults', () => {
  writeFileSync(
    join(directory, 'outpost.json'),
    JSON.stringify({ port: 1, host: '0.0.0.0', limits: { drainMs: 5 } }),
  );

  const config = loadConfig(
    { OUTPOST_DIRECTORY: directory, OUTPOST_PORT: '2', OUTPOST_RUNS_ACTIVE_MAX: '7' },
    { port: 3 },
  );

  assert.deepEqual(
    [
      config.port,
      config.host,
      config.limits.drainMs,
      config.limits.runsActiveMax,
      config.limits.runStepsMax,
    ],
    [3, '0.0.0.0', 5, 7, 500],
  );
});

test('every problem is told at once', () => {
  assert.throws(
    () =>
      loadConfig(
        { OUTPOST_PORT: 'many', OUTPOST_LOG: 'loud', OUTPOST_BASE_PATH: 'ai/' },
        { directory },
      ),
    (error: { problems: string[] }) => error.problems.length === 3,
  );
});

test('an unknown setting is refused, not ignored', () => {
  const file = join(directory, 'other.json');
  writeFileSync(file, JSON.stringify({ prot: 1 }));

  assert.throws(() => loadConfig({}, { directory, configFile: file }), /prot/);
});

test('the printed settings hide the database password', () => {
  const config = loadConfig({ DATABASE_URL: 'postgres://me:hidden@db/x' }, { directory });

  assert.doesNotMatch(describeConfig(config).join('\n'), /hidden/);
});

test('the settings that are shown hold no password, whatever characters it has', () => {
  for (const password of ['plain', 'a:b', 'a@b', 'a/b']) {
    const databaseUrl = `postgres://ada:${password}@db.example/outpost`;
    const shown = describeConfig(loadConfig({}, { directory, databaseUrl })).join(' ');

    assert.ok(!shown.includes(password), shown);
    assert.match(shown, /db\.example/);
  }
});
