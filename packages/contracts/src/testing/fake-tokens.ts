import type { TokenCounter } from '../ports/node-ports.ts';

/** A token is four characters, so that tests can count in their heads. */
export function createFakeTokens(): TokenCounter {
  return { count: (text) => Math.ceil(text.length / 4) };
}
