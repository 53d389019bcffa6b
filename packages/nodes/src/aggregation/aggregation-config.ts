import { z } from 'zod';
import { flagField, listField, selectorField, textField } from '../fields/fields.ts';

/** Spec/dsl.md 3.11. */
export const aggregationConfig = z.object({
  variables: listField(selectorField),
  output_type: textField,
  advanced_settings: z
    .object({
      group_enabled: flagField,
      groups: listField(
        z.object({
          group_name: z.string(),
          output_type: textField,
          variables: listField(selectorField),
        }),
      ),
    })
    .nullish(),
});
export type AggregationConfig = z.output<typeof aggregationConfig>;
