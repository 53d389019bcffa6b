import type { Value } from '@outpost/contracts';
import { isListType, plainType } from '../../../../editor/variable-types.ts';

/** The empty value of a type, to begin with. */
export function zeroValue(type: string): Value {
  const plain = plainType(type);
  if (isListType(plain)) return [];
  if (plain === 'number') return 0;
  if (plain === 'boolean') return false;
  if (plain === 'object') return {};
  return plain === 'string' ? '' : null;
}
