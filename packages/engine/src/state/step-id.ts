/** Turns a step's index into its id. */
export type StepIds = (index: number) => string;

/**
 * Ids of a run's steps: UUIDs (version 8, “custom”) that follow from the run's id and the step's
 * index, so a run that is resumed, or folded from its log, comes to the same ids without storing a
 * counter or asking for randomness. The first word is a one-to-one function of the index, so ids
 * cannot repeat within a run; the other 90 bits are a hash of the run's id. Mixing is the finalizer
 * of MurmurHash3 (Austin Appleby, public domain).
 */
export function createStepIds(runId: string): StepIds {
  const seeds = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((seed) => hash(runId, seed));
  const [first = 0, ...words] = seeds;
  const [second = '', third = '', fourth = ''] = words.map(hex);
  const variant = '89ab'[Number.parseInt(third.charAt(0), 16) & 3] ?? '8';
  const rest = `-${second.slice(0, 4)}-8${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
  return (index) => hex(mix(first ^ index)) + rest;
}

function hash(text: string, seed: number): number {
  let state = seed;
  for (let index = 0; index < text.length; index++)
    state = mix(state ^ Math.imul(text.charCodeAt(index), 0x01000193));
  return state;
}

function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
