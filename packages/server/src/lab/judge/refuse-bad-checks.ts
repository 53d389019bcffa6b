import { Validator, type Schema } from '@cfworker/json-schema';
import { AppError, messageOf, type Check, type Words } from '@outpost/contracts';
import { callWithin } from '../call-within.ts';
import { patternOf } from './check-answer.ts';
import { parseJsonPath } from './json-path.ts';

/** Throws `test_check_invalid` for a check that could never be made. */
export function refuseBadChecks(checks: readonly Check[]): void {
  for (const check of checks) {
    const reason = faultOf(check);
    if (reason !== null)
      throw new AppError('test_check_invalid', { details: { check: check.type, reason } });
  }
}

function faultOf(check: Check): string | Words | null {
  switch (check.type) {
    case 'regex':
      return faultIn(() => patternOf(check.pattern, check.ignoreCase));
    case 'json-schema':
      return faultIn(() => new Validator(check.schema as Schema, '2020-12').validate(null));
    case 'json-path':
      return parseJsonPath(check.path) === null
        ? {
            en: `“${check.path}” is no path; write it like $.items[0].name`,
            zh: `“${check.path}”不是有效路径，请写成 $.items[0].name 的形式`,
          }
        : null;
    case 'length':
      return check.max !== null && check.max < check.min
        ? { en: 'the most is less than the least', zh: '上限小于下限' }
        : null;
    default:
      return null;
  }
}

function faultIn(attempt: () => unknown): string | Words | null {
  try {
    const made = callWithin(200, attempt);
    return made === 'timed-out' ? { en: 'it takes too long', zh: '耗时过长' } : null;
  } catch (error) {
    return messageOf(error);
  }
}
