/** Which comparisons make sense for a type (spec/dsl.md 3.7), and what they compare with. */
import { fileAttributes, plainType } from '../../../../editor/variable-types.ts';

export type ComparisonOperator =
  | 'contains'
  | 'not contains'
  | 'start with'
  | 'end with'
  | 'is'
  | 'is not'
  | 'empty'
  | 'not empty'
  | '='
  | '≠'
  | '>'
  | '<'
  | '≥'
  | '≤'
  | 'in'
  | 'not in'
  | 'all of'
  | 'exists'
  | 'not exists'
  | 'null'
  | 'not null';

/** What an operator is given to compare with, for a variable of a type. */
export type Expected = 'nothing' | 'text' | 'number' | 'boolean' | 'choices' | 'files';

const ofTexts = [
  'contains',
  'not contains',
  'start with',
  'end with',
  'is',
  'is not',
  'empty',
  'not empty',
] as const;
const ofNumbers = ['=', '≠', '>', '<', '≥', '≤', 'empty', 'not empty'] as const;
const ofLists = ['contains', 'not contains', 'empty', 'not empty'] as const;

const byType: Readonly<Record<string, readonly ComparisonOperator[]>> = {
  string: ofTexts,
  number: ofNumbers,
  boolean: ['is', 'is not', 'empty', 'not empty'],
  object: ['empty', 'not empty'],
  file: ['exists', 'not exists'],
  'array[string]': ofLists,
  'array[number]': ofLists,
  'array[boolean]': ofLists,
  'array[object]': ['empty', 'not empty'],
  'array[file]': ['contains', 'not contains', 'all of', 'empty', 'not empty'],
  'array[any]': ofLists,
  any: [...ofTexts, '=', '≠', '>', '<', '≥', '≤', 'null', 'not null'],
};

/** The attributes of files that are one of a few. */
const choiceAttributes: Readonly<Record<string, readonly string[]>> = {
  type: ['image', 'document', 'audio', 'video', 'custom'],
  transfer_method: ['local_file', 'remote_url'],
};

/** The operators for a variable; `attribute` where it is one of a file. */
export function operatorsFor(
  type: string,
  attribute: string | null = null,
): readonly ComparisonOperator[] {
  if (attribute !== null && attribute in choiceAttributes) return ['in', 'not in'];
  return byType[plainType(type)] ?? byType['any'] ?? [];
}

const unary: ReadonlySet<string> = new Set([
  'empty',
  'not empty',
  'null',
  'not null',
  'exists',
  'not exists',
]);

export function expectedOf(
  type: string,
  operator: string,
  attribute: string | null = null,
): Expected {
  if (unary.has(operator)) return 'nothing';
  if (attribute !== null && attribute in choiceAttributes) return 'choices';
  const plain = plainType(type);
  if (plain === 'array[file]') return 'files';
  if (plain === 'boolean' || plain === 'array[boolean]') return 'boolean';
  return plain === 'number' || plain === 'array[number]' ? 'number' : 'text';
}

/** What an attribute that is one of a few may be. */
export function choicesOf(attribute: string): readonly string[] {
  return choiceAttributes[attribute] ?? [];
}

export function attributeType(attribute: string): string {
  return fileAttributes.find(([name]) => name === attribute)?.[1] ?? 'string';
}

/** A comparison that suits another variable: the operator stays where it can, the value where its kind does. */
export function suitedTo(
  type: string,
  attribute: string | null,
  before: { readonly type: string; readonly operator: string; readonly value: unknown },
): { readonly operator: ComparisonOperator; readonly value: unknown } {
  const operators = operatorsFor(type, attribute);
  const operator = operators.find((one) => one === before.operator) ?? operators[0] ?? 'is';
  const wanted = expectedOf(type, operator, attribute);
  const isSameKind = wanted === expectedOf(before.type, before.operator);
  return { operator, value: isSameKind ? before.value : emptyExpected(wanted) };
}

export function emptyExpected(expected: Expected): unknown {
  if (expected === 'boolean') return true;
  return expected === 'choices' ? [] : '';
}
