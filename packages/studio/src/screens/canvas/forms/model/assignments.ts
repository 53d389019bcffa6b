/** What can be done to a variable of a type (spec/dsl.md 3.12), and what it takes. */
import { isListType, itemType, plainType } from '../../../../editor/variable-types.ts';

export type Operation =
  | 'over-write'
  | 'set'
  | 'clear'
  | 'append'
  | 'extend'
  | 'remove-first'
  | 'remove-last'
  | '+='
  | '-='
  | '*='
  | '/=';

export interface Source {
  readonly input: 'none' | 'constant' | 'variable';
  /** The type that is taken. */
  readonly type: string;
}

export function operationsFor(type: string): readonly Operation[] {
  const plain = plainType(type);
  if (plain === 'any') return every;
  if (isListType(plain))
    return ['over-write', 'clear', 'append', 'extend', 'remove-first', 'remove-last'];
  if (plain === 'number') return ['over-write', 'set', 'clear', '+=', '-=', '*=', '/='];
  return plain === 'file' ? ['over-write', 'clear'] : ['over-write', 'set', 'clear'];
}

const every: readonly Operation[] = [
  'over-write',
  'set',
  'clear',
  'append',
  'extend',
  'remove-first',
  'remove-last',
  '+=',
  '-=',
  '*=',
  '/=',
];

/** What an operation takes for a target of a type. */
export function sourceOf(operation: string, type: string): Source {
  switch (operation) {
    case 'clear':
    case 'remove-first':
    case 'remove-last':
      // Files say “variable” for these, whatever they have.
      return { input: 'none', type: 'any' };
    case 'set':
      return { input: 'constant', type };
    case '+=':
    case '-=':
    case '*=':
    case '/=':
      return { input: 'constant', type: 'number' };
    case 'append':
      return { input: 'variable', type: isListType(type) ? itemType(plainType(type)) : 'any' };
    default:
      return { input: 'variable', type };
  }
}
