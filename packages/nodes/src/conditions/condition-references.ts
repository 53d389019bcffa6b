import { selectorsInTemplate, type Selector } from '@outpost/contracts';
import type { Condition, Expected } from './condition-fields.ts';

/** Every selector that a list of conditions reads. */
export function conditionReferences(conditions: readonly Condition[]): readonly Selector[] {
  return conditions.flatMap((condition) => [
    condition.variable_selector,
    ...(condition.value_type === 'variable' ? [condition.value_selector] : []),
    ...expectedReferences(condition.value),
    ...(condition.sub_variable_condition?.conditions ?? []).flatMap(({ value }) =>
      expectedReferences(value),
    ),
  ]);
}

function expectedReferences(expected: Expected): readonly Selector[] {
  if (typeof expected === 'boolean') return [];
  const texts = typeof expected === 'string' ? [expected] : expected;
  return texts.flatMap((text) => (typeof text === 'string' ? selectorsInTemplate(text) : []));
}
