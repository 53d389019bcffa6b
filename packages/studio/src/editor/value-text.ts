/** Values as text that people edit, and back. */
import { isListType, itemType, plainType } from './variable-types.ts';

/** A text is itself; everything else is JSON, indented; nothing is empty. */
export function textOfValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

export interface CheckedValue {
  /** Null when there is nothing, or a problem. */
  readonly value: unknown;
  readonly problem: 'notJson' | 'notType' | null;
}

/** A JSON text as a value of a type; blank is no value. */
export function checkValue(text: string, type: string): CheckedValue {
  if (text.trim() === '') return { value: null, problem: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: null, problem: 'notJson' };
  }
  return isOfType(value, type) ? { value, problem: null } : { value: null, problem: 'notType' };
}

/** Whether a value is of a type; null is of every type, and every value is of `any`. */
export function isOfType(value: unknown, type: string): boolean {
  const plain = plainType(type);
  if (value === null || plain === 'any') return true;
  if (isListType(plain))
    return Array.isArray(value) && value.every((item) => isOfType(item, itemType(plain)));
  if (plain === 'object' || plain === 'file')
    return typeof value === 'object' && !Array.isArray(value);
  return typeof value === plain;
}
