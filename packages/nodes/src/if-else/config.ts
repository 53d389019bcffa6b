import { z } from 'zod';
import {
  conditionField,
  logicalOperatorField,
  type Condition,
  type LogicalOperator,
} from '../conditions/condition-fields.ts';
import { listField } from '../fields/fields.ts';

export interface Case {
  /** The handle by which it is left. */
  readonly id: string;
  readonly operator: LogicalOperator;
  readonly conditions: readonly Condition[];
}

const caseField = z.object({
  case_id: z.string().nullish(),
  id: z.string().nullish(),
  logical_operator: logicalOperatorField,
  conditions: listField(conditionField),
});

/** Spec/dsl.md 3.7. The oldest files have one case, written at the top; beside `cases` it is dead. */
export const ifElseConfig = z
  .object({
    cases: listField(caseField),
    logical_operator: logicalOperatorField,
    conditions: listField(conditionField),
  })
  .transform(({ cases, logical_operator: operator, conditions }): { cases: readonly Case[] } => ({
    cases:
      cases.length > 0 || conditions.length === 0
        ? cases.map((one) => ({
            id: one.case_id ?? one.id ?? 'true',
            operator: one.logical_operator,
            conditions: one.conditions,
          }))
        : [{ id: 'true', operator, conditions }],
  }));
export type IfElseConfig = z.output<typeof ifElseConfig>;
