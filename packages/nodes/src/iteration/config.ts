import { z } from 'zod';
import { flagField, flagOnField, numberField, selectorField, textField } from '../fields/fields.ts';

/** Spec/dsl.md 3.13. */
export const iterationConfig = z.object({
  iterator_selector: selectorField,
  output_selector: selectorField,
  /** A hint of the editor. */
  output_type: textField,
  start_node_id: z.string().nullish(),
  is_parallel: flagField,
  /** Rounds at once when parallel. */
  parallel_nums: numberField.transform((count) => Math.max(1, Math.trunc(count ?? 10))),
  error_handle_mode: z
    .enum(['terminated', 'continue-on-error', 'remove-abnormal-output'])
    .nullish()
    .transform((mode) => mode ?? 'terminated'),
  flatten_output: flagOnField,
});
export type IterationConfig = z.output<typeof iterationConfig>;
