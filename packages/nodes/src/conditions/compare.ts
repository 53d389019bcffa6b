/**
 * One comparison, by the table of spec/dsl.md 3.7. Values of a type that an operator does not know
 * are a failure, never a silent `false`; only null has a rule of its own in every row.
 */
import {
  isFileValue,
  pythonRepr,
  textFromValue,
  typeOfValue,
  type NodeFailure,
  type Value,
} from '@outpost/contracts';
import { failWith } from '../failures/node-failure.ts';
import type { Expected, Operator } from './condition-fields.ts';

/** Whether the comparison holds; `expected` has its references replaced already. */
export function compare(actual: Value, operator: Operator, expected: Expected): boolean {
  return comparisons[operator](actual, asBooleans(actual, operator, expected), operator);
}

type Comparison = (actual: Value, expected: Expected, operator: Operator) => boolean;

const comparisons: Readonly<Record<Operator, Comparison>> = {
  contains,
  'not contains': (actual, expected, operator) => !contains(actual, expected, operator),
  'start with': (actual, expected, operator) =>
    !isEmpty(actual) && textOf(actual, operator).startsWith(expectedText(expected)),
  'end with': (actual, expected, operator) =>
    !isEmpty(actual) && textOf(actual, operator).endsWith(expectedText(expected)),
  is: (actual, expected, operator) => actual !== null && isSame(actual, expected, operator),
  'is not': (actual, expected, operator) => actual !== null && !isSame(actual, expected, operator),
  empty: isEmpty,
  'not empty': (actual) => !isEmpty(actual),
  '=': (actual, expected, operator) => actual !== null && isEqual(actual, expected, operator),
  '≠': (actual, expected, operator) => actual !== null && !isEqual(actual, expected, operator),
  '>': ordered((actual, expected) => actual > expected),
  '<': ordered((actual, expected) => actual < expected),
  '≥': ordered((actual, expected) => actual >= expected),
  '≤': ordered((actual, expected) => actual <= expected),
  null: (actual) => actual === null,
  'not null': (actual) => actual !== null,
  exists: (actual) => actual !== null,
  'not exists': (actual) => actual === null,
  in: (actual, expected, operator) =>
    actual !== null && listOf(expected, operator).some((item) => item === actual),
  'not in': (actual, expected, operator) =>
    actual === null || !listOf(expected, operator).some((item) => item === actual),
  'all of': (actual, expected, operator) =>
    !isEmpty(actual) &&
    listOf(expected, operator).every((item) => contains(actual, item, operator)),
};

const unary: ReadonlySet<Operator> = new Set([
  'empty',
  'not empty',
  'null',
  'not null',
  'exists',
  'not exists',
]);

/** Python's falsiness: `""`, `[]`, `{}`, 0, false and null. */
function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null && !isFileValue(value))
    return Object.keys(value).length === 0;
  return !value;
}

function contains(actual: Value, expected: Expected, operator: Operator): boolean {
  if (isEmpty(actual)) return false;
  if (typeof actual === 'string') return actual.includes(expectedText(expected));
  if (Array.isArray(actual)) return actual.some((item) => item === expected);
  throw refuse(actual, operator);
}

function isSame(actual: Value, expected: Expected, operator: Operator): boolean {
  if (typeof actual === 'boolean') return actual === expected;
  return textOf(actual, operator) === expectedText(expected);
}

function isEqual(actual: Value, expected: Expected, operator: Operator): boolean {
  if (typeof actual === 'boolean') return actual === expected;
  if (typeof actual !== 'number') throw refuse(actual, operator);
  if (!Number.isInteger(actual)) return actual === numberOf(expected);
  // A whole number is compared with a whole number: “1.5” is a mistake of the author, not “unequal”.
  const text = expectedText(expected).trim();
  if (!/^[+-]?\d+$/.test(text)) throw notANumber(text, true);
  return actual === Number(text);
}

function ordered(holds: (actual: number, expected: number) => boolean): Comparison {
  return (actual, expected, operator) => {
    if (actual === null) return false;
    if (typeof actual !== 'number') throw refuse(actual, operator);
    return holds(actual, numberOf(expected));
  };
}

function numberOf(expected: Expected): number {
  const text = expectedText(expected).trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw notANumber(text, false);
  return Number(text);
}

function listOf(expected: Expected, operator: Operator): readonly (string | boolean)[] {
  if (typeof expected !== 'string' && typeof expected !== 'boolean') return expected;
  throw failWith('ValueError', {
    en: `The operator “${operator}” needs a list to compare with.`,
    zh: `运算符“${operator}”需要与列表比较。`,
  });
}

function textOf(actual: Value, operator: Operator): string {
  if (typeof actual === 'string') return actual;
  throw refuse(actual, operator);
}

function expectedText(expected: Expected): string {
  if (typeof expected === 'string') return expected;
  return typeof expected === 'boolean' ? textFromValue(expected) : pythonRepr(expected);
}

/** Booleans are compared with booleans: each expected text must be a JSON boolean or whole number. */
function asBooleans(actual: Value, operator: Operator, expected: Expected): Expected {
  if (unary.has(operator) || !isBooleans(actual)) return expected;
  if (typeof expected === 'string') return booleanFrom(expected);
  return typeof expected === 'boolean' ? expected : expected.map((item) => booleanFrom(item));
}

function isBooleans(actual: Value): boolean {
  return typeof actual === 'boolean' || typeOfValue(actual) === 'array[boolean]';
}

function booleanFrom(expected: string | boolean): boolean {
  if (typeof expected === 'boolean') return expected;
  const text = expected.trim();
  // A reference to a boolean arrives in Python's spelling.
  if (text === 'true' || text === 'True') return true;
  if (text === 'false' || text === 'False') return false;
  if (/^-?\d+$/.test(text)) return Number(text) !== 0;
  throw failWith('ValueError', {
    en: `“${expected}” is not a boolean to compare with.`,
    zh: `“${expected}”不是可比较的布尔值。`,
  });
}

function refuse(actual: Value, operator: Operator): NodeFailure {
  const type = typeOfValue(actual);
  return failWith('ValueError', {
    en: `The operator “${operator}” does not work on a value of type ${type}.`,
    zh: `运算符“${operator}”不支持类型 ${type} 的值。`,
  });
}

function notANumber(text: string, whole: boolean): NodeFailure {
  return failWith('ValueError', {
    en: `“${text}” is not a ${whole ? 'whole number' : 'number'} to compare with.`,
    zh: `“${text}”不是可比较的${whole ? '整数' : '数字'}。`,
  });
}
