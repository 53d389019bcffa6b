import { z } from 'zod';
import { expectedField, operatorField } from '../conditions/condition-fields.ts';
import { flagField, listField, numberField, selectorField, textField } from '../fields/fields.ts';

const filterCondition = z.object({
  /** The attribute of a file; empty for plain values. */
  key: textField,
  comparison_operator: operatorField,
  value: expectedField,
});
export type FilterCondition = z.output<typeof filterCondition>;

const off = { enabled: false };

/** Spec/dsl.md 3.18. */
export const listOperatorConfig = z.object({
  variable: selectorField,
  filter_by: z
    .object({ enabled: flagField, conditions: listField(filterCondition) })
    .nullish()
    .transform((filter) => filter ?? { ...off, conditions: [] }),
  extract_by: z
    .object({
      enabled: flagField,
      serial: z
        .union([z.string(), z.number().transform(String)])
        .nullish()
        .transform((serial) => serial ?? '1'),
    })
    .nullish()
    .transform((extract) => extract ?? { ...off, serial: '1' }),
  order_by: z
    .object({
      enabled: flagField,
      key: textField,
      value: z
        .enum(['asc', 'desc'])
        .nullish()
        .transform((direction) => direction ?? 'asc'),
    })
    .nullish()
    .transform((order) => order ?? { ...off, key: '', value: 'asc' as const }),
  limit: z
    .object({ enabled: flagField, size: numberField })
    .nullish()
    .transform((limit) => limit ?? { ...off, size: null }),
  var_type: textField,
  item_var_type: textField,
});
export type ListOperatorConfig = z.output<typeof listOperatorConfig>;
