import { z } from 'zod';
import { listField, selectorField, textField } from '../fields/fields.ts';

const outputTypes = [
  'string',
  'number',
  'object',
  'boolean',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;
export type OutputType = (typeof outputTypes)[number];

/** What one key of the result must be; `children` says what an object holds. */
export interface OutputShape {
  readonly type: OutputType;
  readonly children: OutputShapes | null;
}
export type OutputShapes = Readonly<Record<string, OutputShape>>;

const outputShape: z.ZodType<OutputShape> = z.object({
  type: z.enum(outputTypes),
  get children() {
    return z
      .record(z.string(), outputShape)
      .nullish()
      .transform((shapes): OutputShapes | null => shapes ?? null);
  },
});

/** Spec/dsl.md 3.8. */
export const codeConfig = z.object({
  code_language: z.enum(['python3', 'javascript']),
  code: textField,
  variables: listField(
    z.object({ variable: z.string(), value_selector: selectorField, value_type: textField }),
  ),
  outputs: z
    .record(z.string(), outputShape)
    .nullish()
    .transform((shapes): OutputShapes => shapes ?? {}),
});
export type CodeConfig = z.output<typeof codeConfig>;
