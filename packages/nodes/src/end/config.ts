import { z } from 'zod';
import { listField, selectorField, textField } from '../fields/fields.ts';

/** Spec/dsl.md 3.2. */
export const endConfig = z.object({
  outputs: listField(
    z.object({
      variable: z.string(),
      value_selector: selectorField,
      /** A hint of the editor; the value keeps the type it has. */
      value_type: textField,
    }),
  ),
});
export type EndConfig = z.output<typeof endConfig>;
