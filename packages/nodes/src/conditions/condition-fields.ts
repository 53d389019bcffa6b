/** Conditions as if-else and loop nodes hold them (spec/dsl.md 3.7). */
import { z } from 'zod';
import { listField, selectorField } from '../fields/fields.ts';

const operators = [
  'contains',
  'not contains',
  'start with',
  'end with',
  'is',
  'is not',
  'empty',
  'not empty',
  '=',
  '≠',
  '>',
  '<',
  '≥',
  '≤',
  'null',
  'not null',
  'in',
  'not in',
  'all of',
  'exists',
  'not exists',
] as const;
export type Operator = (typeof operators)[number];

const otherSpellings: Readonly<Record<string, Operator>> = {
  '==': '=',
  '!=': '≠',
  '>=': '≥',
  '<=': '≤',
};

/** One of the operators, in any spelling that files use. */
export const operatorField = z.string().transform((name, refinement): Operator => {
  const operator = otherSpellings[name] ?? operators.find((known) => known === name);
  if (operator) return operator;
  refinement.addIssue({ code: 'custom', message: `“${name}” is not an operator` });
  return z.NEVER;
});

const scalar = z.union([z.string(), z.boolean(), z.number().transform(String)]);

/** What the variable is compared with; texts may hold references. Nothing at all is an empty text. */
export const expectedField = z
  .union([scalar, z.array(scalar)])
  .nullish()
  .transform((given): Expected => given ?? '');
export type Expected = string | boolean | readonly (string | boolean)[];

export const logicalOperatorField = z
  .enum(['and', 'or'])
  .nullish()
  .transform((operator): LogicalOperator => operator ?? 'and');
export type LogicalOperator = 'and' | 'or';

const fileCondition = z.object({
  /** A file attribute. */
  key: z.string(),
  comparison_operator: operatorField,
  value: expectedField,
});
export type FileCondition = z.output<typeof fileCondition>;

const fileConditions = z.object({
  logical_operator: logicalOperatorField,
  conditions: listField(fileCondition),
});
export type FileConditions = z.output<typeof fileConditions>;

export const conditionField = z.object({
  variable_selector: selectorField,
  comparison_operator: operatorField,
  value: expectedField,
  /** Very old files compare with a variable this way. */
  value_type: z.string().nullish(),
  value_selector: selectorField,
  sub_variable_condition: fileConditions.nullish(),
});
export type Condition = z.output<typeof conditionField>;
