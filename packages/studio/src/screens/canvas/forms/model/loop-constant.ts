import { checkValue } from '../../../../editor/value-text.ts';
import { plainType } from '../../../../editor/variable-types.ts';

/** The value of a constant that a file holds as text, whatever its type. */
export function constantOf(stored: unknown, type: string): unknown {
  if (typeof stored !== 'string' || plainType(type) === 'string') return stored;
  const { value, problem } = checkValue(stored, type);
  return problem === null ? value : stored;
}
