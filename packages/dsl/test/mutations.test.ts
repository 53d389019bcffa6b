import assert from 'node:assert/strict';
import { it } from 'node:test';
import { corpusFiles, ownFiles } from './app-files.ts';
import { createRandom, mutate } from './mutate.ts';
import { useEverything } from './use-everything.ts';

it('reads or refuses three hundred spoiled files, and never anything else', () => {
  const files = [...ownFiles(), ...corpusFiles().filter(({ text }) => text.length < 20_000)];
  const random = createRandom(7);
  let accepted = 0;

  for (let index = 0; index < 300; index += 1) {
    const file = files[index % files.length];
    if (file !== undefined && useEverything(mutate(file.text, random))) accepted += 1;
  }

  // Both ends must have been tried, else the mutations are too weak or too strong to find anything.
  assert.ok(accepted > 60 && accepted < 240, `${accepted} were accepted`);
});
