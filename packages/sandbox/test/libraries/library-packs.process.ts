import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { installLibraryPack } from '../../src/libraries/library-packs.ts';
import { createSandbox, libraryPacksDirectory } from '../../src/sandbox.ts';

const directory = mkdtempSync(join(tmpdir(), 'libraries-'));
const said: string[] = [];
const sandbox = createSandbox({ directory, log: (message) => void said.push(message) });
after(() => {
  sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const code = 'import greeting\ndef main(name):\n    return {"text": greeting.greet(name)}';
const run = (tenant: string) =>
  sandbox.code.run(
    { language: 'python3', code, inputs: { name: 'Ada' }, tenant },
    { signal: AbortSignal.timeout(120_000) },
  );

test('a library is missing until its pack is installed, then it is there without a restart', async () => {
  const before = await run('one').catch((error: unknown) => error);
  const greeting = new URL('../fixtures/greeting-1.0-py3-none-any.whl', import.meta.url);

  await installLibraryPack({
    name: 'greeting',
    directory: libraryPacksDirectory(directory),
    wheels: [fileURLToPath(greeting)],
  });

  assert.ok(before instanceof AppError && before.code === 'code_module_missing');
  assert.deepEqual(await run('one'), { text: 'Hello, Ada' });
  assert.equal(
    said.length,
    4,
    'each set of libraries is prepared once, with a word before and after',
  );
});
