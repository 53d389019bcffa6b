import { isFileValue, isObjectValue, type Value } from '@outpost/contracts';

/** The empty value of the same type. */
export function zeroOf(value: Value): Value {
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  return isObjectValue(value) && !isFileValue(value) ? {} : null;
}
