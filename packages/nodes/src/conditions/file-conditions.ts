import {
  fileAttribute,
  isFileValue,
  type FileValue,
  type Value,
  type Variables,
} from '@outpost/contracts';
import { failWith } from '../failures/node-failure.ts';
import { compare } from './compare.ts';
import type { Expected, FileCondition, FileConditions } from './condition-fields.ts';
import { renderExpected } from './render-expected.ts';

/**
 * Conditions about a list of files. Each is asked of every file: one whose operator contains “not”
 * must hold for all of them, any other for at least one; the answers are then joined.
 */
export function filesSatisfy(
  files: readonly FileValue[],
  { logical_operator: operator, conditions }: FileConditions,
  variables: Variables,
): boolean {
  const holds = (condition: FileCondition): boolean => {
    const expected = renderExpected(condition.value, variables);
    const test = (file: FileValue): boolean => fileSatisfies(file, condition, expected);
    return condition.comparison_operator.includes('not') ? files.every(test) : files.some(test);
  };
  return operator === 'and' ? conditions.every(holds) : conditions.some(holds);
}

function fileSatisfies(
  file: FileValue,
  { key, comparison_operator: operator }: FileCondition,
  expected: Expected,
): boolean {
  const actual = fileAttribute(file, key);
  if (actual === undefined)
    throw failWith('ValueError', {
      en: `“${key}” is not an attribute of a file.`,
      zh: `“${key}”不是文件的属性。`,
    });
  if (key !== 'extension') return compare(actual, operator, expected);
  return compare(withDot(actual), operator, expectedWithDot(expected));
}

/** A list that holds files only; an empty list may be one. */
export function isFileList(value: Value): value is readonly FileValue[] {
  return Array.isArray(value) && value.every(isFileValue);
}

// People write `pdf` and `.pdf`.
function withDot(extension: Value): Value {
  return typeof extension === 'string' && extension !== '' && !extension.startsWith('.')
    ? `.${extension}`
    : extension;
}

function expectedWithDot(expected: Expected): Expected {
  if (typeof expected === 'string') return withDot(expected) as string;
  if (typeof expected === 'boolean') return expected;
  return expected.map((item) => (typeof item === 'string' ? (withDot(item) as string) : item));
}
