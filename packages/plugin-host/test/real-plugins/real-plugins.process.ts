// Real plugins run where nothing can be reached: this file fetches what is pinned and then runs
// the files named `.inside.ts` in a network of its own, which has nothing but a loopback.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sdkSite, sdkVersions } from '../support/sdk-site.ts';

const inside = [
  new URL('./tools.inside.ts', import.meta.url),
  new URL('./models.inside.ts', import.meta.url),
  new URL('./others.inside.ts', import.meta.url),
].map((file) => fileURLToPath(file));

test('plugins of four SDK generations do everything in a network without a route', async () => {
  for (const sdk of sdkVersions) await sdkSite(sdk);
  const node = [process.execPath, '--no-warnings', '--test', '--test-isolation=none', ...inside];
  const isolated = await run('unshare', [
    '-rn',
    'sh',
    '-c',
    'ip link set lo up; exec "$0" "$@"',
    ...node,
  ]);
  // Some systems forbid it; then the plugins are tried all the same.
  const { code, output } = isolated.forbidden ? await run(node[0] ?? '', node.slice(1)) : isolated;

  assert.equal(code, 0, output.slice(-20_000));
});

function run(
  program: string,
  words: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string; readonly forbidden: boolean }> {
  return new Promise((resolve) => {
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    const child = spawn(program, [...words], { env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', () => resolve({ code: null, output, forbidden: true }));
    child.on('close', (code) =>
      resolve({ code, output, forbidden: /^unshare: /m.test(output.slice(0, 300)) }),
    );
  });
}
