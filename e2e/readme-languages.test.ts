import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

test('both languages of the README show the same commands', async () => {
  const blocksOf = async (name: string): Promise<readonly string[]> => {
    const text = await readFile(new URL(`../${name}`, import.meta.url), 'utf8');
    return text.match(/```sh\n[^]*?```/g) ?? [];
  };

  assert.deepEqual(await blocksOf('README.zh.md'), await blocksOf('README.md'));
});
