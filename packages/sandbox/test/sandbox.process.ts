import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { createSandbox } from '../src/sandbox.ts';

const directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
before(async () => {
  const sandbox = createSandbox({ directory });
  await sandbox.prepare();
  sandbox.close();
});
after(() => rmSync(directory, { recursive: true, force: true }));

const calm = { signal: AbortSignal.timeout(120_000) };
const endless = 'def main():\n    while True: pass';
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error));

/** Process ids of this process's children; of another's when given. */
function childrenOf(pid = process.pid): readonly number[] {
  const listing = execFileSync('ps', ['-o', 'pid=,ppid=,comm=', '-A'], { encoding: 'utf8' });
  return listing
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === pid && command !== 'ps')
    .map(([child]) => Number(child));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie is no process any more, it only waits for somebody to read its exit code.
    const state = existsSync(`/proc/${pid}/stat`)
      ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]
      : '';
    return state?.startsWith('Z') !== true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a sandbox that nobody uses starts no process, and plain templates need none', () => {
  const sandbox = createSandbox({ directory });

  const text = sandbox.templates.render(
    { template: 'Hi {{ name }}', inputs: { name: 'Ada' }, tenant: 'one' },
    calm,
  );

  assert.deepEqual([text, childrenOf()], ['Hi Ada', []]);
  sandbox.close();
});

test('closing ends every process, also those that run something', { timeout: 60_000 }, async () => {
  const sandbox = createSandbox({ directory });
  const running = sandbox.code
    .run({ language: 'python3', code: endless, inputs: {}, tenant: 'one' }, calm)
    .catch(codeOf);
  await sandbox.code.run(
    { language: 'python3', code: 'def main():\n    return {}', inputs: {}, tenant: 'two' },
    calm,
  );
  assert.ok(childrenOf().length >= 2);

  sandbox.close();

  assert.equal(await running, 'sandbox_unavailable');
  await until(() => childrenOf().length === 0);
  const later = sandbox.code.run(
    { language: 'python3', code: endless, inputs: {}, tenant: 'one' },
    calm,
  );
  assert.equal(await later.catch(codeOf), 'sandbox_unavailable');
});

test(
  'a closed sandbox that was starting an interpreter leaves none',
  { timeout: 60_000 },
  async () => {
    const sandbox = createSandbox({ directory });
    const starting = sandbox.code
      .run({ language: 'python3', code: endless, inputs: {}, tenant: 'one' }, calm)
      .catch(codeOf);
    await until(() => childrenOf().length > 0);

    sandbox.close();

    assert.equal(await starting, 'sandbox_unavailable');
    await until(() => childrenOf().length === 0);
  },
);

test('interpreters that are idle are ended', { timeout: 60_000 }, async () => {
  const sandbox = createSandbox({ directory, limits: { idleMs: 50 } });

  await sandbox.code.run(
    { language: 'python3', code: 'def main():\n    return {}', inputs: {}, tenant: 'one' },
    calm,
  );

  await until(() => childrenOf().length === 0);
  sandbox.close();
});

test(
  'an idle interpreter does not outlive a server that was killed',
  { timeout: 60_000 },
  async () => {
    const program = join(directory, 'server.ts');
    const source = fileURLToPath(new URL('../src/sandbox.ts', import.meta.url));
    writeFileSync(
      program,
      `import { createSandbox } from ${JSON.stringify(source)};
    const sandbox = createSandbox({ directory: ${JSON.stringify(directory)} });
    await sandbox.code.run(
      { language: 'python3', code: 'def main():\\n    return {}', inputs: {}, tenant: 'one' },
      { signal: AbortSignal.timeout(60000) },
    );
    console.log('ready');
    setInterval(() => {}, 1000);`,
    );
    const server = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => server.stdout.once('data', resolve));
    const interpreters = childrenOf(server.pid);
    assert.ok(interpreters.length > 0);

    server.kill('SIGKILL');

    await until(() => !interpreters.some(isAlive));
  },
);

test(
  'a broken snapshot is an error that says so, and is not kept',
  { timeout: 60_000 },
  async () => {
    const own = mkdtempSync(join(tmpdir(), 'broken-'));
    const sandbox = createSandbox({
      directory: own,
      assets: { wheelsDirectory: join(own, 'nothing') },
    });

    const error = await sandbox.prepare().catch((thrown: unknown) => thrown);

    assert.ok(error instanceof Error);
    assert.equal(existsSync(join(own, 'snapshots')), false);
    sandbox.close();
    rmSync(own, { recursive: true, force: true });
  },
);

test('two servers that prepare at once both come to work', { timeout: 120_000 }, async () => {
  const own = mkdtempSync(join(tmpdir(), 'twice-'));
  const sandboxes = [createSandbox({ directory: own }), createSandbox({ directory: own })];

  await Promise.all(sandboxes.map((sandbox) => sandbox.prepare()));

  for (const sandbox of sandboxes) sandbox.close();
  rmSync(own, { recursive: true, force: true });
});
