import { textFromValue, type Value, type Values, type Variables } from '@outpost/contracts';
import { failWith, requireValue } from '../failures/node-failure.ts';
import { compare } from './compare.ts';
import type { Condition, Expected, LogicalOperator } from './condition-fields.ts';
import { filesSatisfy, isFileList } from './file-conditions.ts';
import { renderExpected } from './render-expected.ts';

export interface ConditionsOutcome {
  readonly holds: boolean;
  /** The comparisons made, for traces; those after the deciding one were not. */
  readonly made: readonly Values[];
}

/**
 * Asks conditions in order until one decides. None at all hold under `and` and do not under `or`.
 * Throws a `NodeFailure` for a missing variable or a comparison that makes no sense.
 */
export function evaluateConditions(
  conditions: readonly Condition[],
  operator: LogicalOperator,
  variables: Variables,
): ConditionsOutcome {
  const made: Values[] = [];
  const deciding = operator === 'or';
  for (const condition of conditions) {
    const actual = requireValue(variables, condition.variable_selector);
    const expected = readExpected(condition, variables);
    const holds = conditionHolds(condition, actual, expected, variables);
    made.push({
      actual_value: actual,
      expected_value: expected,
      comparison_operator: condition.comparison_operator,
    });
    if (holds === deciding) return { holds, made };
  }
  return { holds: !deciding, made };
}

function conditionHolds(
  { comparison_operator: operator, sub_variable_condition: about }: Condition,
  actual: Value,
  expected: Expected,
  variables: Variables,
): boolean {
  if (!fileOperators.has(operator) || !isFileList(actual))
    return compare(actual, operator, expected);
  if (about) return filesSatisfy(actual, about, variables);
  // An empty list may be of any type; the ordinary rule has an answer for it.
  if (actual.length === 0) return compare(actual, operator, expected);
  throw failWith('ValueError', {
    en: `The operator “${operator}” on files needs conditions about the files.`,
    zh: `对文件使用运算符“${operator}”时，需要设置文件条件。`,
  });
}

const fileOperators: ReadonlySet<string> = new Set(['contains', 'not contains', 'all of']);

function readExpected(condition: Condition, variables: Variables): Expected {
  if (condition.value_type !== 'variable' || condition.value_selector.length < 2)
    return renderExpected(condition.value, variables);
  return textFromValue(requireValue(variables, condition.value_selector));
}
