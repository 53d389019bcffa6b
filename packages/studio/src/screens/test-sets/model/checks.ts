import type { Check } from '@outpost/contracts';

export type CheckType = Check['type'];
/** A check while it is being written. */
export type LooseCheck = Readonly<Record<string, unknown>>;

export const checkTypes: readonly CheckType[] = [
  'contains',
  'not-contains',
  'equals',
  'regex',
  'json-schema',
  'json-path',
  'length',
  'latency',
  'model',
];

/** What a check of a type begins with. */
export const checkStarts: Readonly<Record<CheckType, LooseCheck>> = {
  contains: { type: 'contains', value: null, ignoreCase: true },
  'not-contains': { type: 'not-contains', value: null, ignoreCase: true },
  equals: { type: 'equals', value: null, ignoreCase: true },
  regex: { type: 'regex', pattern: '', ignoreCase: false },
  'json-schema': { type: 'json-schema', schema: { type: 'object' } },
  'json-path': { type: 'json-path', path: '$.', value: null },
  length: { type: 'length', min: 1, max: null },
  latency: { type: 'latency', maxMs: 10_000 },
  model: { type: 'model', rubric: '', scoreMin: 4, model: null },
};
