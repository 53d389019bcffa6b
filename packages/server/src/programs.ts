/**
 * Programs that run beside the server, in processes or threads of their own. From a checkout they
 * are source files of their packages; in a build they lie beside the main file.
 */
export const programs = {
  'python-child': { source: '@outpost/sandbox/python-child' },
  'javascript-worker': { source: '@outpost/sandbox/javascript-worker' },
  'store-reader': { source: '@outpost/store/reader-worker' },
  'model-host': { source: '@outpost/local-models/host' },
} as const;

export type ProgramName = keyof typeof programs;

export function programUrl(name: ProgramName): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL(import.meta.resolve(programs[name].source));
  return new URL(`${here.includes('/chunks/') ? '../' : './'}${name}.mjs`, here);
}
