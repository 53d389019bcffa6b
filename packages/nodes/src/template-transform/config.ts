import { z } from 'zod';
import { inputsField, textField } from '../fields/fields.ts';

/** Spec/dsl.md 3.9. */
export const templateTransformConfig = z.object({ template: textField, variables: inputsField });
export type TemplateTransformConfig = z.output<typeof templateTransformConfig>;
