import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';

interface FuzzResult {
  readonly count: number;
  readonly accepted: number;
  readonly slowestMs: number;
  readonly maxMemoryMb: number;
  readonly failures: readonly string[];
}

it('ten thousand spoiled files cause no crash, none takes a second, and memory stays below 200 MB', (context) => {
  const output = execFileSync(
    process.execPath,
    [
      // Little room, so that the memory measured is what is needed and not what was left lying about.
      '--max-old-space-size=100',
      '--max-semi-space-size=4',
      join(import.meta.dirname, 'fuzz-program.ts'),
      '10000',
      '20261123',
    ],
    { encoding: 'utf8', timeout: 600_000 },
  );
  const result = JSON.parse(output) as FuzzResult;

  context.diagnostic(output.trim());
  assert.deepEqual(result.failures, []);
  assert.equal(result.count, 10_000);
  assert.ok(result.accepted > 1_000 && result.accepted < 9_000);
  assert.ok(result.slowestMs < 1_000, `the slowest file took ${result.slowestMs} ms`);
  assert.ok(result.maxMemoryMb < 200, `the process had ${result.maxMemoryMb} MB`);
});
