import type { Variables } from '@outpost/contracts';
import type { Expected } from './condition-fields.ts';

/** The value to compare with, its references replaced by their text. */
export function renderExpected(expected: Expected, variables: Variables): Expected {
  if (typeof expected === 'string') return variables.render(expected);
  if (typeof expected === 'boolean') return expected;
  return expected.map((item) => (typeof item === 'string' ? variables.render(item) : item));
}
