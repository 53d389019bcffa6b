import { z } from 'zod';
import { flagField, selectorField } from '../fields/fields.ts';

/** Spec/dsl.md 3.18. */
export const documentExtractorConfig = z.object({
  variable_selector: selectorField,
  /** A hint of the editor: the value itself says whether it is a list. */
  is_array_file: flagField,
});
export type DocumentExtractorConfig = z.output<typeof documentExtractorConfig>;
