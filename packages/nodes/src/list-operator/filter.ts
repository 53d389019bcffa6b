import {
  isFileValue,
  textFromValue,
  type FileValue,
  type NodeFailure,
  type Value,
  type Variables,
} from '@outpost/contracts';
import type { Expected, Operator } from '../conditions/condition-fields.ts';
import { renderExpected } from '../conditions/render-expected.ts';
import { failWith } from '../failures/node-failure.ts';
import type { FilterCondition } from './config.ts';
import { sortableAttribute } from './file-attribute.ts';

/** The test of one condition, its references replaced; throws for an operator that the items lack. */
export function createFilter(
  { key, comparison_operator: operator, value }: FilterCondition,
  variables: Variables,
): (item: Value) => boolean {
  const expected = renderExpected(value, variables);
  return (item) => {
    if (isFileValue(item)) return fileMatches(item, key, operator, expected);
    if (typeof item === 'string') return textMatches(item, operator, expected);
    if (typeof item === 'number') return numberMatches(item, operator, expected);
    return booleanMatches(item, operator, expected);
  };
}

function fileMatches(
  file: FileValue,
  key: string,
  operator: Operator,
  expected: Expected,
): boolean {
  const attribute = sortableAttribute(file, key);
  if (typeof attribute === 'number') return numberMatches(attribute, operator, expected);
  if (key !== 'type' && key !== 'transfer_method')
    return textMatches(attribute, operator, expected);
  const allowed = typeof expected === 'object' ? expected : [expected];
  if (operator === 'in') return allowed.includes(attribute);
  if (operator === 'not in') return !allowed.includes(attribute);
  throw unknownOperator(operator, `file.${key}`);
}

function textMatches(item: string, operator: Operator, expected: Expected): boolean {
  const text = textOf(expected);
  switch (operator) {
    case 'contains':
      return item.includes(text);
    case 'not contains':
      return !item.includes(text);
    case 'start with':
      return item.startsWith(text);
    case 'end with':
      return item.endsWith(text);
    case 'is':
      return item === text;
    case 'is not':
      return item !== text;
    case 'in':
      return isWithin(item, expected);
    case 'not in':
      return !isWithin(item, expected);
    case 'empty':
      return item === '';
    case 'not empty':
      return item !== '';
    default:
      throw unknownOperator(operator, 'string');
  }
}

// Against a text this is a substring test, against a list it is membership.
function isWithin(item: string, expected: Expected): boolean {
  return typeof expected === 'object' ? expected.includes(item) : textOf(expected).includes(item);
}

function numberMatches(item: number, operator: Operator, expected: Expected): boolean {
  const text = textOf(expected).trim();
  const number = Number(text);
  if (text === '' || !Number.isFinite(number))
    throw failWith('ValueError', {
      en: `“${text}” is not a number to compare with.`,
      zh: `“${text}”不是可比较的数字。`,
    });
  switch (operator) {
    case '=':
      return item === number;
    case '≠':
      return item !== number;
    case '<':
      return item < number;
    case '≤':
      return item <= number;
    case '>':
      return item > number;
    case '≥':
      return item >= number;
    default:
      throw unknownOperator(operator, 'number');
  }
}

function booleanMatches(item: Value, operator: Operator, expected: Expected): boolean {
  const isTrue = expected === true || textOf(expected).trim().toLowerCase() === 'true';
  if (operator === 'is') return item === isTrue;
  if (operator === 'is not') return item !== isTrue;
  throw unknownOperator(operator, 'boolean');
}

function textOf(expected: Expected): string {
  return textFromValue(expected);
}

function unknownOperator(operator: Operator, type: string): NodeFailure {
  return failWith('ValueError', {
    en: `The operator “${operator}” does not work on items of type ${type}.`,
    zh: `运算符“${operator}”不支持类型为 ${type} 的列表项。`,
  });
}
