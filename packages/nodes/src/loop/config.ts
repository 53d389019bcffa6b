import { z } from 'zod';
import { conditionField, logicalOperatorField } from '../conditions/condition-fields.ts';
import { dataTypes } from '../fields/data-types.ts';
import { listField, numberField } from '../fields/fields.ts';

const loopVariable = z.object({
  label: z.string().min(1, 'a loop variable needs a name'),
  var_type: z.enum(dataTypes),
  value_type: z.enum(['constant', 'variable']),
  value: z.unknown().optional(),
});
export type LoopVariable = z.output<typeof loopVariable>;

/** Spec/dsl.md 3.14. */
export const loopConfig = z.object({
  loop_count: numberField.transform((count) => Math.max(0, Math.trunc(count ?? 0))),
  break_conditions: listField(conditionField),
  logical_operator: logicalOperatorField,
  loop_variables: listField(loopVariable),
  start_node_id: z.string().nullish(),
});
export type LoopConfig = z.output<typeof loopConfig>;
