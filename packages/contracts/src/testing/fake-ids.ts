import type { IdSource } from '../ports/node-ports.ts';

/** Ids that count up from `00000000-0000-4000-8000-000000000001`. */
export function createFakeIds(): IdSource {
  let count = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
  };
}
