import type * as Undici from 'undici';

let loaded: Promise<typeof Undici> | undefined;

/**
 * Loaded at the first call, as a start without one need not pay for it; and asked for only once: each
 * `import` of a bundled CommonJS module copies all of its names.
 */
export function loadUndici(): Promise<typeof Undici> {
  loaded ??= import('undici');
  return loaded;
}
